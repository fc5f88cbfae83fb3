namespace Pipeline.Core.Checks;

public class CheckTests
{
    private static readonly Check Gate = new() { Id = "auc", Criterion = new Criterion.AtLeast(0.8), MinimumSamples = 30 };

    [Theory]
    [InlineData(30, 0.9, Outcome.Passed)]
    [InlineData(29, 0.9, Outcome.Inconclusive)]
    [InlineData(29, 0.1, Outcome.Inconclusive)]
    [InlineData(30, 0.1, Outcome.Failed)]
    [InlineData(29, double.NaN, Outcome.Errored)]
    public void Judge_MinimumSamples_AreNeededToDecide(long samples, double value, Outcome expected) =>
        Gate.Judge(Some.Measurement(value, samples: samples)).Verdict.Outcome.ShouldBe(expected);

    [Fact]
    public void Judge_TooFewSamples_SaysBothNumbers()
    {
        var result = Gate.Judge(Some.Measurement(0.9, samples: 12));

        result.Verdict.Reason.ShouldBe("roc_auc has 12 samples; at least 30 are required.");
    }

    [Fact]
    public void Judge_UnknownSamples_IsInconclusive() =>
        Gate.Judge(Some.Measurement(0.9)).Verdict.Outcome.ShouldBe(Outcome.Inconclusive);

    [Fact]
    public void Judge_NotApplicable_IsSkippedWhateverTheSamples()
    {
        var result = Gate.Judge(Some.Measurement(new MeasuredValue.NotApplicable("no such group"), samples: 1));

        result.Verdict.Outcome.ShouldBe(Outcome.Skipped);
    }
}
