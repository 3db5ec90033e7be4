package dev.sluice.stress;

/**
 * What was found about one criterion.
 *
 * @param criterion the criterion
 * @param count     how many, or how much
 * @param limit     the greatest that is allowed
 * @param met       whether it was met, in each round by itself
 */
public record Finding(Criterion criterion, long count, long limit, boolean met) {
    static Finding of(Criterion criterion, long count, long limit) {
        return new Finding(criterion, count, limit, count <= limit);
    }

    /** This and that of another round: numbers add up, what is measured is the greatest of both. */
    Finding and(Finding other) {
        return switch (criterion) {
            case STUCK, MEMORY, LEAK -> new Finding(
                    criterion, Math.max(count, other.count), Math.max(limit, other.limit), met && other.met);
            default -> new Finding(criterion, count + other.count, limit + other.limit, met && other.met);
        };
    }
}
