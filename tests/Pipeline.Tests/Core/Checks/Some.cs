namespace Pipeline.Core.Checks;

internal static class Some
{
    public static Measurement Measurement(MeasuredValue value, ConfidenceInterval? interval = null, long? samples = null) =>
        new() { Name = "roc_auc", Value = value, Interval = interval, Samples = samples };

    public static Measurement Compared(
        double value, MeasuredValue reference, ConfidenceInterval? difference = null, bool higher = true) =>
        Measurement(value) with
        {
            Comparison = new Comparison
            {
                Reference = "champion",
                Value = reference,
                Difference = difference,
                HigherIsBetter = higher,
            },
        };

    public static CheckResult Result(Outcome outcome, Severity severity = Severity.Error, Severity inconclusive = Severity.Error)
    {
        var check = new Check
        {
            Id = "some",
            Criterion = new Criterion.AtLeast(0),
            Severity = severity,
            Inconclusive = inconclusive,
        };
        return new CheckResult(check, Measurement(0.5), new Verdict(outcome, "because"));
    }
}
