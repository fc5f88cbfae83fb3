namespace Pipeline.Statistics;

/// <summary>What a probability costs by its logarithm, as scikit-learn's <c>log_loss</c> has it for doubles.</summary>
public static class LogLoss
{
    /// <summary>
    /// How far probabilities are kept from 0 and 1: the machine epsilon of doubles, 2^-52. An infinite loss would drown all.
    /// </summary>
    public const double Epsilon = 2.220446049250313e-16;

    /// <summary>The natural logarithm of the probability that was given to the truth, negated.</summary>
    /// <param name="probability">Of the positive class, between 0 and 1.</param>
    /// <param name="isPositive">The truth.</param>
    public static double Of(double probability, bool isPositive)
    {
        var clipped = Math.Clamp(probability, Epsilon, 1 - Epsilon);
        return -Math.Log(isPositive ? clipped : 1 - clipped);
    }
}
