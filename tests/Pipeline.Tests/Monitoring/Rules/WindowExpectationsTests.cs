using Pipeline.Core.Checks;
using Pipeline.Data.Expectations;
using Pipeline.Data.Profiling;
using Pipeline.Models.Documents;
using Pipeline.Monitoring.Windows;
using static Pipeline.Monitoring.Rules.SomeWindows;

namespace Pipeline.Monitoring.Rules;

/// <summary>Windows whose "income" is from 500 to 2500 and whose "purpose" is "car" or "home".</summary>
public class WindowExpectationsTests
{
    private static readonly (ExpectationSpec Expected, string Said)[] AllBroken =
    [
        (new ExpectationSpec.Mean { Column = "income", Accepts = new Criterion.AtMost(1000) }, "mean"),
        (new ExpectationSpec.Median { Column = "income", Accepts = new Criterion.AtLeast(2000) }, "median"),
        (new ExpectationSpec.Quantile { Column = "income", At = 0.9, Accepts = new Criterion.AtMost(2000) }, "quantile"),
        (new ExpectationSpec.Maximum { Column = "income", Accepts = new Criterion.AtMost(2000) }, "max"),
        (new ExpectationSpec.Minimum { Column = "income", Accepts = new Criterion.AtLeast(600) }, "min"),
        (new ExpectationSpec.Values { Column = "income", Accepts = new Criterion.Between(0, 2000) }, "max"),
        (new ExpectationSpec.Values { Column = "purpose", Accepts = new Criterion.OneOf(["car"]) }, "other-values"),
        (new ExpectationSpec.NoneOf { Column = "purpose", Refused = ["home"] }, "refused-values"),
        (new ExpectationSpec.NotNull { Columns = ["purpose", "income"] }, "missing"),
        (new ExpectationSpec.Missing { Column = "income", Share = new Criterion.AtMost(0.01) }, "missing"),
    ];

    private static readonly (ExpectationSpec Expected, string Said)[] AllUnanswered =
    [
        (new ExpectationSpec.Pattern { Column = "purpose", Regex = "^[a-z]+$" }, "a window keeps no rows"),
        (new ExpectationSpec.Values { Column = "income", Mostly = 0.9, Accepts = new Criterion.AtMost(1) }, "keeps no rows"),
        (new ExpectationSpec.Increasing { Column = "income" }, "a window keeps no rows"),
        (new ExpectationSpec.Sum { Column = "income", Accepts = new Criterion.AtMost(1) }, "said of a dataset"),
        (new ExpectationSpec.Rows(new Criterion.AtLeast(1)), "said of a dataset"),
        (new ExpectationSpec.Mean { Column = "age", Accepts = new Criterion.AtMost(1) }, "does not read 'age'"),
        (new ExpectationSpec.Mean { Column = "purpose", Accepts = new Criterion.AtMost(1) }, "have no such figure"),
    ];

    public static TheoryData<int> Broken => [.. Enumerable.Range(0, AllBroken.Length)];

    public static TheoryData<int> Unanswered => [.. Enumerable.Range(0, AllUnanswered.Length)];

    [Theory]
    [MemberData(nameof(Broken))]
    public void Judge_ExpectationThatIsBroken_FailsUnderItsColumn(int number)
    {
        var (expected, name) = AllBroken[number];
        var failed = Judge(Faulty, expected).Where(x => x.Result.Verdict.Outcome == Outcome.Failed).ToList();

        failed.ShouldNotBeEmpty();
        failed.ShouldAllBe(x => x.Result.Measurement.Name == name && x.Result.Measurement.Column != null);
    }

    [Theory]
    [MemberData(nameof(Unanswered))]
    public void Judge_ExpectationThatAWindowCannotTell_IsSkippedWithTheReason(int number)
    {
        var (expected, because) = AllUnanswered[number];

        var verdict = Judge(Window(0), expected).ShouldHaveSingleItem().Result.Verdict;

        verdict.Outcome.ShouldBe(Outcome.Skipped);
        verdict.Reason.ShouldContain(because);
    }

    [Fact]
    public void Judge_ExpectationThatHolds_PassesAndHasALine()
    {
        var expected = new ExpectationSpec.Mean { Column = "income", Accepts = new Criterion.Between(1000, 2000) };

        var result = Judge(Window(2), expected).ShouldHaveSingleItem();

        result.Result.Verdict.Outcome.ShouldBe(Outcome.Passed);
        result.Series.Count.ShouldBe(3);
    }

    /// <summary>A name of each kind, for who reads the alert.</summary>
    [Fact]
    public void Judge_TwoExpectationsOfOneColumn_AreTwoAlerts()
    {
        var results = Judge(
            Faulty,
            new ExpectationSpec.Mean { Column = "income", Accepts = new Criterion.AtMost(1000) },
            new ExpectationSpec.Maximum { Column = "income", Accepts = new Criterion.AtMost(2000) });

        results.Select(x => x.Result.Check.Id).ShouldBe(["expectations/mean/income", "expectations/max/income"]);
        results.Select(x => x.Result.Measurement.Slice).ShouldBeUnique();
    }

    [Fact]
    public void Judge_PersonalColumn_IsJudgedByCountsAlone()
    {
        var column = new ColumnAccumulator("income", DataType.Number, isPersonal: true);
        column.Add([1.0, 2, double.NaN]);
        var window = Window(0) with { InputProfiles = [column.ToProfile()] };

        Judge(window, new ExpectationSpec.Maximum { Column = "income", Accepts = new Criterion.AtMost(1) })
            .ShouldHaveSingleItem().Result.Verdict.Reason.ShouldContain("'income' is personal");
        Judge(window, new ExpectationSpec.NotNull { Columns = ["income"] }, samples: 1)
            .ShouldHaveSingleItem().Result.Verdict.Outcome.ShouldBe(Outcome.Failed);
    }

    private static WindowDocument Faulty
    {
        get
        {
            var window = Window(0);
            return window with { InputProfiles = [.. window.InputProfiles.Select(x => x with { Missing = 30 })] };
        }
    }

    private static List<RuleResult> Judge(WindowDocument window, params IReadOnlyList<ExpectationSpec> expected) =>
        Judge(window, expected, 100);

    private static List<RuleResult> Judge(WindowDocument window, ExpectationSpec expected, int samples) =>
        Judge(window, [expected], samples);

    private static List<RuleResult> Judge(WindowDocument window, IReadOnlyList<ExpectationSpec> expected, int samples)
    {
        var rule = new ExpectationsRule { Scope = ExpectedScope.Inputs, SamplesAtLeast = samples };
        var judge = new RuleJudge(new MonitoringSection { Rules = [rule] }, Model) { Expected = expected };
        return [.. judge.Judge(window, [Window(0), Window(1)]).Results];
    }
}
