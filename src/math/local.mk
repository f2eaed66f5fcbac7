libparetop_a_SOURCES += \
	src/math/ability.c src/math/ability.h src/math/ability_parts.h \
	src/math/ability_space.c \
	src/math/aggregates.c src/math/aggregates.h \
	src/math/curves.c src/math/curves.h \
	src/math/items.c src/math/items.h \
	src/math/attainment.c src/math/attainment.h \
	src/math/bootstrap.c src/math/bootstrap.h \
	src/math/box_tree.c src/math/box_tree.h \
	src/math/box_tree_search.c src/math/box_tree_kernels.h \
	src/math/cover_set.c \
	src/math/cover_space.c \
	src/math/decision.c src/math/decision.h src/math/decision_student.c \
	src/math/doubt.c src/math/doubt.h \
	src/math/dominance.c src/math/dominance.h \
	src/math/dominance_counts.c src/math/dominance_counts_kernels.h \
	src/math/dominance_parts.h \
	src/math/frontier_stream.c src/math/frontier_stream.h \
	src/math/hull.c src/math/hull.h \
	src/math/intervals.c src/math/intervals.h \
	src/math/knee.c src/math/knee.h \
	src/math/matrix_game.c src/math/matrix_game.h \
	src/math/membership.c src/math/membership.h src/math/membership_kernels.h \
	src/math/moments.c src/math/moments.h \
	src/math/order.c src/math/order.h \
	src/math/paired.c \
	src/math/resample.c src/math/resample.h \
	src/math/resample_bits.c src/math/resample_bits_kernels.h \
	src/math/resample_kernels.h src/math/flip_kernels.h \
	src/math/resample_parts.h \
	src/math/resample_run.c \
	src/math/rng.c src/math/rng.h \
	src/math/rng_gsl.c src/math/rng_gsl.h \
	src/math/rules.c src/math/rules.h \
	src/math/simd.h src/math/simd_each.h \
	src/math/sorted.c src/math/sorted.h \
	src/math/survivors.c \
	src/math/compression.c src/math/compression.h \
	src/math/contributions.c \
	src/math/contributions_4d.c src/math/contributions_4d_kernels.h \
	src/math/hypervolume.c src/math/hypervolume.h \
	src/math/hypervolume_estimate.c src/math/hypervolume_estimate.h \
	src/math/hypervolume_kernels.h src/math/hypervolume_lanes.h \
	src/math/hypervolume_parts.h src/math/hypervolume_sets.c \
	src/math/hypervolume_subset.c src/math/hypervolume_subset.h \
	src/math/indicators.c src/math/indicators.h \
	src/math/nested.c src/math/nested.h \
	src/math/multiplicity.c src/math/multiplicity.h \
	src/math/partial_order.c src/math/partial_order.h \
	src/math/pass_k.c src/math/pass_k.h \
	src/math/portfolio.c src/math/portfolio.h \
	src/math/portfolio_shares.c \
	src/math/rank_tests.c src/math/rank_tests.h \
	src/math/runtime_model.c src/math/runtime_model.h \
	src/math/sharpe.c src/math/sharpe.h \
	src/math/shortlist.c src/math/shortlist.h \
	src/math/strata.c src/math/strata.h
