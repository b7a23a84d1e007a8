"""What PostgreSQL's planner is told about the statements of a library."""

from index.pgvector_settings import PgvectorSettings

__all__ = ["plan_settings"]


def plan_settings(settings: PgvectorSettings) -> dict[str, object]:
    """Give settings of a session that asks; on shards as on the server that is asked."""
    return {
        # A plan that is made for any value takes a filter that leaves all for one that leaves few.
        "plan_cache_mode": "force_custom_plan",
        "hnsw.ef_search": settings.ef_search,
        "hnsw.iterative_scan": "relaxed_order",
        # So far a search goes on for what a filter leaves; the planner takes the filter's own index
        # where that is far. With pgvector's 20,000 it gives up among 200,000 passages.
        "hnsw.max_scan_tuples": 100_000,
        # The planner takes two lists of terms to be compared as fast as two numbers: where an index
        # would leave a third of the rows it goes through all, which takes six times as long.
        "enable_seqscan": "off",
        # Of what is in memory, as an index that is asked all day is, any page is read alike.
        "random_page_cost": 1.1,
        # Who asks at the same time needs the other processors.
        "max_parallel_workers_per_gather": 0,
        "jit": "off",  # to compile a statement takes longer than to answer it
    }
