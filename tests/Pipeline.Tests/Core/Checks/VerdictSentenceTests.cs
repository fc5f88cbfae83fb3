using System.Globalization;

namespace Pipeline.Core.Checks;

public class VerdictSentenceTests
{
    public static TheoryData<Measurement, Criterion, string> Sentences => new()
    {
        { Some.Measurement(0.7812), new Criterion.AtLeast(0.8), "roc_auc is 0.7812; at least 0.8 is required." },
        { Some.Measurement(0.79999999), new Criterion.AtLeast(0.8), "roc_auc is 0.79999999; at least 0.8 is required." },
        {
            Some.Measurement(0.81, new ConfidenceInterval(0.79, 0.83)), new Criterion.AtLeast(0.8),
            "roc_auc is 0.81 (95% interval 0.79 to 0.83); at least 0.8 is required."
        },
        {
            Some.Measurement(0.07) with { Name = "missing", Column = "income" }, new Criterion.AtMost(0.05),
            "missing in column 'income' is 0.07; at most 0.05 is required."
        },
        {
            Some.Measurement(0.58) with { Name = "recall", Slice = "sex=F" }, new Criterion.AtLeast(0.6),
            "recall for sex=F is 0.58; at least 0.6 is required."
        },
        {
            Some.Measurement(1234.5) with { Name = "latency_p99_ms", Unit = "ms" }, new Criterion.AtMost(5),
            "latency_p99_ms is 1234.5 ms; at most 5 ms is required."
        },
        {
            Some.Measurement(12) with { Name = "share", Unit = "%" }, new Criterion.Between(0, 10),
            "share is 12%; between 0 and 10% is required."
        },
        { Some.Measurement("boat"), new Criterion.OneOf(["car", "home"]), "roc_auc is 'boat'; one of car, home is required." },
        {
            Some.Compared(0.8, 0.82), new Criterion.NoWorseThan("champion", 0.005),
            "roc_auc is 0.8, 0.02 worse than champion's 0.82; no worse than champion by a margin of 0.005 is required."
        },
        {
            Some.Compared(0.83, 0.82, new ConfidenceInterval(-0.01, 0.03)), new Criterion.NoWorseThan("champion"),
            "roc_auc is 0.83, 0.01 better than champion's 0.82 (difference 95% interval -0.01 to 0.03); "
                + "no worse than champion is required."
        },
        {
            Some.Compared(0.82, 0.82), new Criterion.NoWorseThan("champion"),
            "roc_auc is 0.82, the same as champion's 0.82; no worse than champion is required."
        },
        {
            Some.Measurement(new MeasuredValue.NotMeasured("the predictor timed out")), new Criterion.AtLeast(0.8),
            "roc_auc was not measured: the predictor timed out."
        },
        { Some.Measurement(double.NaN), new Criterion.AtLeast(0.8), "roc_auc was not measured: the sensor returned NaN." },
        { Some.Measurement(41234567), new Criterion.AtLeast(5e7), "roc_auc is 41234567; at least 50000000 is required." },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Judge_AnyOutcome_SaysBothNumbers(Measurement measurement, Criterion criterion, string expected) =>
        criterion.Judge(measurement).Reason.ShouldBe(expected);

    [Fact]
    public void Judge_InACultureWithCommas_WritesPoints()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };

        var reason = new Criterion.AtLeast(0.8).Judge(Some.Measurement(0.75)).Reason;
        CultureInfo.CurrentCulture = culture;

        reason.ShouldBe("roc_auc is 0.75; at least 0.8 is required.");
    }

    [Theory]
    [InlineData(Outcome.Skipped)]
    [InlineData(Outcome.Inconclusive)]
    [InlineData(Outcome.Errored)]
    [InlineData(Outcome.Failed)]
    public void Verdict_WithoutAReason_IsRefused(Outcome outcome) =>
        Should.Throw<ArgumentException>(() => new Verdict(outcome, " "));
}
