-- Once, as administrator, with the passwords in the environment:  psql -v ON_ERROR_STOP=1 -f roles.sql
\getenv builder ASK_BUILDER_PASSWORD
\getenv page ASK_PAGE_PASSWORD
\getenv chats ASK_CHATS_PASSWORD
CREATE ROLE ask_builder LOGIN PASSWORD :'builder';  -- writes the library
CREATE ROLE ask_page LOGIN PASSWORD :'page';        -- reads the library, and nothing else
CREATE ROLE ask_chats LOGIN PASSWORD :'chats';      -- has the chats, and nothing else
CREATE DATABASE articles OWNER ask_builder;
\connect articles
CREATE EXTENSION vector;
CREATE SCHEMA ask_chats AUTHORIZATION ask_chats;
