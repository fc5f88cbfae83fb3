namespace Pipeline.Core.Checks;

public class CriterionTests
{
    private const Outcome Passed = Outcome.Passed;
    private const Outcome Failed = Outcome.Failed;
    private const Outcome Unclear = Outcome.Inconclusive;

    public static TheoryData<Criterion, double, Outcome> Points => new()
    {
        { new Criterion.AtLeast(0.8), 0.8, Passed },
        { new Criterion.AtLeast(0.8), Math.BitDecrement(0.8), Failed },
        { new Criterion.AtMost(5), 5, Passed },
        { new Criterion.AtMost(5), Math.BitIncrement(5), Failed },
        { new Criterion.Between(0, 1), 0, Passed },
        { new Criterion.Between(0, 1), 1, Passed },
        { new Criterion.Between(0, 1), -0.1, Failed },
        { new Criterion.Between(0, 1), 1.1, Failed },
        { new Criterion.OneOf(["1", "2.0"]), 2, Passed },
        { new Criterion.OneOf(["1", "2.0"]), 3, Failed },
    };

    public static TheoryData<Criterion, double, double, Outcome> Intervals => new()
    {
        { new Criterion.AtLeast(0.8), 0.8, 0.9, Passed },
        { new Criterion.AtLeast(0.8), 0.79, 0.81, Unclear },
        { new Criterion.AtLeast(0.8), 0.7, 0.8, Unclear },
        { new Criterion.AtLeast(0.8), 0.7, 0.79, Failed },
        { new Criterion.AtMost(5), 4, 5, Passed },
        { new Criterion.AtMost(5), 5, 6, Unclear },
        { new Criterion.AtMost(5), 5.1, 6, Failed },
        { new Criterion.Between(0, 1), 0, 1, Passed },
        { new Criterion.Between(0, 1), -1, 2, Unclear },
        { new Criterion.Between(0, 1), 2, 3, Failed },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public void Judge_PointWithoutInterval_DecidesAtTheBoundary(Criterion criterion, double value, Outcome expected)
    {
        var verdict = criterion.Judge(Some.Measurement(value));

        verdict.Outcome.ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Intervals))]
    public void Judge_Interval_DecidesOnlyFromOneSide(Criterion criterion, double low, double high, Outcome expected)
    {
        var verdict = criterion.Judge(Some.Measurement((low + high) / 2, new ConfidenceInterval(low, high)));

        verdict.Outcome.ShouldBe(expected);
    }

    [Theory]
    [InlineData(0.815, 0.82, true, Passed)]
    [InlineData(0.8149, 0.82, true, Failed)]
    [InlineData(0.795, 0.8, true, Passed)]
    [InlineData(0.025, 0.02, false, Passed)]
    [InlineData(0.0251, 0.02, false, Failed)]
    public void NoWorseThan_Point_AllowsTheMarginExactly(double value, double reference, bool higher, Outcome expected)
    {
        var criterion = new Criterion.NoWorseThan("champion", 0.005);

        criterion.Judge(Some.Compared(value, reference, higher: higher)).Outcome.ShouldBe(expected);
    }

    [Theory]
    [InlineData(-0.005, 0.01, true, Passed)]
    [InlineData(-0.006, 0.01, true, Unclear)]
    [InlineData(-0.02, -0.006, true, Failed)]
    [InlineData(-0.02, 0.005, false, Passed)]
    [InlineData(-0.02, 0.006, false, Unclear)]
    [InlineData(0.006, 0.02, false, Failed)]
    public void NoWorseThan_IntervalOfDifference_Decides(double low, double high, bool higher, Outcome expected)
    {
        var measurement = Some.Compared(0.8, 0.8, new ConfidenceInterval(low, high), higher);

        new Criterion.NoWorseThan("champion", 0.005).Judge(measurement).Outcome.ShouldBe(expected);
    }

    [Fact]
    public void NoWorseThan_NoReferenceYet_IsSkippedWithTheReason()
    {
        var measurement = Some.Compared(0.8, new MeasuredValue.NotApplicable("there is no champion yet"));

        var verdict = new Criterion.NoWorseThan("champion").Judge(measurement);

        verdict.ShouldBe(Verdict.Skipped("roc_auc is not compared: there is no champion yet."));
    }

    [Fact]
    public void NoWorseThan_ReferenceNotMeasured_IsErrored()
    {
        var measurement = Some.Compared(0.8, new MeasuredValue.NotMeasured("its payload is gone"));

        var verdict = new Criterion.NoWorseThan("champion").Judge(measurement);

        verdict.Outcome.ShouldBe(Outcome.Errored);
    }

    [Fact]
    public void NoWorseThan_ComparedWithAnother_IsErrored()
    {
        var verdict = new Criterion.NoWorseThan("stable").Judge(Some.Compared(0.8, 0.7));

        verdict.ShouldBe(Verdict.Errored("roc_auc was not compared with stable."));
    }

    [Fact]
    public void NoWorseThan_NotComparedAtAll_IsErrored() =>
        new Criterion.NoWorseThan("champion").Judge(Some.Measurement(0.9)).Outcome.ShouldBe(Outcome.Errored);

    [Fact]
    public void NoWorseThan_IntervalLessConfidentThanAsked_IsErrored()
    {
        var measurement = Some.Compared(0.9, 0.8, new ConfidenceInterval(0.05, 0.15, 0.9));

        var verdict = new Criterion.NoWorseThan("champion", 0, 0.95).Judge(measurement);

        verdict.ShouldBe(Verdict.Errored("roc_auc was compared at a confidence of 0.9; 0.95 is required."));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Judge_NotFinite_IsErroredForEveryCriterion(double broken)
    {
        MeasuredValue[] values = [broken, new MeasuredValue.Number(broken)];

        var verdicts = values.SelectMany(x => Every.Criterion.Select(y => y.Judge(Some.Measurement(x))));

        verdicts.ShouldAllBe(x => x.Outcome == Outcome.Errored);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(0.9, 0.8)]
    public void Judge_IntervalNotUsable_IsErrored(double low, double high)
    {
        var verdict = new Criterion.AtLeast(0.8).Judge(Some.Measurement(0.85, new ConfidenceInterval(low, high)));

        verdict.Outcome.ShouldBe(Outcome.Errored);
    }

    [Fact]
    public void Judge_NotMeasured_NeverPasses()
    {
        MeasuredValue[] values = [new MeasuredValue.NotMeasured("it broke"), new MeasuredValue.NotApplicable("no rows")];

        var verdicts = values.SelectMany(x => Every.Criterion.Select(y => y.Judge(Some.Measurement(x))));

        verdicts.ShouldAllBe(x => x.Outcome == Outcome.Errored || x.Outcome == Outcome.Skipped);
    }

    [Fact]
    public void Judge_TextAgainstNumericLimit_IsErrored()
    {
        var verdict = new Criterion.AtLeast(0.8).Judge(Some.Measurement("high"));

        verdict.ShouldBe(Verdict.Errored("roc_auc is 'high', which is not a number; at least 0.8 is required."));
    }

    [Theory]
    [InlineData("car", Passed)]
    [InlineData("boat", Failed)]
    public void OneOf_Text_ComparesOrdinally(string value, Outcome expected) =>
        new Criterion.OneOf(["car", "home"]).Judge(Some.Measurement(value)).Outcome.ShouldBe(expected);

    [Fact]
    public void Limits_NotFiniteOrReversed_AreRefused()
    {
        Action[] wrong =
        [
            () => _ = new Criterion.AtLeast(double.NaN), () => _ = new Criterion.AtMost(double.PositiveInfinity),
            () => _ = new Criterion.Between(1, 0), () => _ = new Criterion.Between(0, double.NaN),
            () => _ = new Criterion.OneOf([]), () => _ = new Criterion.NoWorseThan(""),
            () => _ = new Criterion.NoWorseThan("champion", -1), () => _ = new Criterion.NoWorseThan("champion", 0, 1),
        ];

        wrong.ShouldAllBe(x => Throws(x));
    }

    [Fact]
    public void Judge_EveryKindOfValueAgainstEveryCriterion_HasAVerdict()
    {
        MeasuredValue[] values =
            [0.8, "car", new MeasuredValue.NotMeasured("it broke"), new MeasuredValue.NotApplicable("no rows")];
        var measurements = values.SelectMany(x => values.Select(y => Some.Compared(0, y) with { Value = x }));

        var verdicts = measurements.SelectMany(x => Every.Criterion.Select(y => y.Judge(x)));

        verdicts.ShouldAllBe(x => x.Reason.EndsWith('.'));
        values.Select(x => x.GetType()).ShouldBe(typeof(MeasuredValue).GetNestedTypes(), ignoreOrder: true);
    }

    [Fact]
    public void EverySubtype_IsJudged()
    {
        var kinds = typeof(Criterion).GetNestedTypes().Where(x => x.IsAssignableTo(typeof(Criterion)));

        Every.Criterion.Select(x => x.GetType()).ShouldBe(kinds, ignoreOrder: true);
    }

    private static bool Throws(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
