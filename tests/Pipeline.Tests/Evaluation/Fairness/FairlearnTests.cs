using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Fairness;

/// <summary>
/// The numbers that Fairlearn's user guide prints: "Performing a Fairness Assessment", "Common fairness metrics" and
/// "Intersecting Groups" of fairlearn.org, with the arrays that stand there.
/// </summary>
public class FairlearnTests
{
    private const string Manifest = "fairness: {minimum-group: 1}, bootstrap: {resamples: 200}";

    private static readonly int[] Truth = [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1];
    private static readonly double[] Answers = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0];

    private static readonly Column Sensitive = SomeGroups.Categories(
        "sf", ["b", "b", "a", "b", "b", "c", "c", "c", "a", "a", "c", "a", "b", "c", "c", "b", "c", "c"]);

    private static readonly Column Second = new NumberColumn("g2", [8, 6, 8, 8, 8, 8, 6, 6, 6, 8, 6, 6, 6, 6, 8, 6, 6, 6]);

    private static readonly FairnessReport Report =
        SomeGroups.Evaluate(SomeGroups.Binary(Manifest, Truth, Answers, Sensitive, Second));

    [Fact]
    public void Overall_OfTheGuidesRows_IsFairlearns()
    {
        double[] overall = [Overall("true_positive_rate"), Overall("false_positive_rate"), Overall("selection_rate")];

        overall.ShouldBe([0.5, 0.666667, 0.555556], 1e-6);
        Overall("precision").ShouldBe(0.6, 1e-6);
        Report.Overall.Single(x => x.Name == "selection_rate").Samples.ShouldBe(18);

        static double Overall(string metric) => SomeGroups.Number(Report.Overall.Single(x => x.Name == metric));
    }

    [Fact]
    public void ByGroup_OfTheGuidesRows_IsFairlearns()
    {
        var groups = Report.Frames[0].Groups;

        groups.Select(x => x.Name).ShouldBe(["sf=a", "sf=b", "sf=c"]);
        groups.Select(x => x.Rows).ShouldBe([4, 6, 8]);
        groups.Select(x => SomeGroups.Of(x, "true_positive_rate")).ShouldBe([0.5, 0.6, 0.4], 1e-6);
        groups.Select(x => SomeGroups.Of(x, "false_positive_rate")).ShouldBe([1, 0, 0.666667], 1e-6);
        groups.Select(x => SomeGroups.Of(x, "selection_rate")).ShouldBe([0.75, 0.5, 0.5], 1e-6);
    }

    [Theory]
    [InlineData("true_positive_rate_group_min", DisparityMethod.BetweenGroups, 0.4)]
    [InlineData("false_positive_rate_group_min", DisparityMethod.BetweenGroups, 0)]
    [InlineData("selection_rate_group_min", DisparityMethod.BetweenGroups, 0.5)]
    [InlineData("true_positive_rate_group_max", DisparityMethod.BetweenGroups, 0.6)]
    [InlineData("false_positive_rate_group_max", DisparityMethod.BetweenGroups, 1)]
    [InlineData("selection_rate_group_max", DisparityMethod.BetweenGroups, 0.75)]
    [InlineData("true_positive_rate_difference", DisparityMethod.BetweenGroups, 0.2)]
    [InlineData("false_positive_rate_difference", DisparityMethod.BetweenGroups, 1)]
    [InlineData("selection_rate_difference", DisparityMethod.BetweenGroups, 0.25)]
    [InlineData("true_positive_rate_ratio", DisparityMethod.BetweenGroups, 0.666667)]
    [InlineData("false_positive_rate_ratio", DisparityMethod.BetweenGroups, 0)]
    [InlineData("selection_rate_ratio", DisparityMethod.BetweenGroups, 0.666667)]
    [InlineData("true_positive_rate_difference", DisparityMethod.ToOverall, 0.1)]
    [InlineData("false_positive_rate_difference", DisparityMethod.ToOverall, 0.666667)]
    [InlineData("selection_rate_difference", DisparityMethod.ToOverall, 0.194444)]
    [InlineData("true_positive_rate_ratio", DisparityMethod.ToOverall, 0.8)]
    [InlineData("false_positive_rate_ratio", DisparityMethod.ToOverall, 0)]
    [InlineData("selection_rate_ratio", DisparityMethod.ToOverall, 0.740741)]
    [InlineData("demographic_parity_difference", DisparityMethod.BetweenGroups, 0.25)]
    [InlineData("demographic_parity_ratio", DisparityMethod.BetweenGroups, 0.666667)]
    [InlineData("equalized_odds_difference", DisparityMethod.BetweenGroups, 1)]
    [InlineData("equalized_odds_ratio", DisparityMethod.BetweenGroups, 0)]
    [InlineData("equal_opportunity_difference", DisparityMethod.BetweenGroups, 0.2)]
    [InlineData("equal_opportunity_ratio", DisparityMethod.BetweenGroups, 0.666667)]
    public void Disparity_OfTheGuidesRows_IsFairlearns(string name, DisparityMethod method, double value) =>
        SomeGroups.Number(SomeGroups.Disparity(Report.Frames[0], name, method).Measurement).ShouldBe(value, 1e-6);

    /// <summary>Fairlearn's <c>agg='mean'</c>: the mean of what stands above.</summary>
    [Fact]
    public void EqualizedOdds_Mean_IsTheMeanOfBothRates()
    {
        Mean("equalized_odds_difference").ShouldBe((0.2 + 1) / 2, 1e-12);
        Mean("equalized_odds_ratio").ShouldBe((0.4 / 0.6) / 2, 1e-12);

        static double Mean(string name) => SomeGroups.Number(SomeGroups.Disparity(
            Report.Frames[0], name, DisparityMethod.BetweenGroups, DisparityAggregate.Mean).Measurement);
    }

    [Fact]
    public void ByGroup_OfAnIntersection_IsFairlearns()
    {
        var groups = Report.Frames[2].Groups;

        groups.Select(x => x.Name).ShouldBe(["sf=a, g2=6", "sf=a, g2=8", "sf=b, g2=6", "sf=b, g2=8", "sf=c, g2=6", "sf=c, g2=8"]);
        groups.Select(x => x.Rows).ShouldBe([2, 2, 3, 3, 6, 2]);
        groups.Select(x => SomeGroups.Of(x, "true_positive_rate")).ShouldBe([0, 1, 0.666667, 0.5, 0.5, 0], 1e-6);
        groups.Select(x => SomeGroups.Of(x, "precision")).ShouldBe([0, 0.5, 1, 1, 0.666667, 0], 1e-6);
    }
}
