using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Evaluation.Fairness;

/// <summary>
/// The tree of Fairlearn's quickstart on the Adult census: <c>DecisionTreeClassifier(min_samples_leaf=10, max_depth=4)</c> of
/// scikit-learn, trained and judged on all rows.
/// </summary>
public class AdultFairnessTests
{
    private static readonly Lazy<EvaluationDocument> Judged = new(Judge);

    /// <summary>By scikit-learn 1.2.1, whose predictions by group were measured with NumPy.</summary>
    [Theory]
    [InlineData("sex=Female", 10771, 0.92489091077894348, 0.060904280011141024, 0.4351145038167939, 0.014908256880733946)]
    [InlineData("sex=Male", 21790, 0.80367140890316657, 0.21349242771913721, 0.52806964875412787, 0.074960338445267061)]
    [InlineData("ethnicity=Other", 271, 0.91512915129151295, 0.081180811808118078, 0.48, 0.04065040650406504)]
    [InlineData("ethnicity=White", 27816, 0.83552631578947367, 0.17155593902789762, 0.5138401011662217, 0.053867336586308517)]
    public void Group_OfTheTree_HasWhatScikitLearnSays(
        string name, int rows, double accuracy, double selection, double truePositive, double falsePositive)
    {
        var group = Judged.Value.Fairness!.Frames.SelectMany(x => x.Groups).Single(x => x.Name == name);

        group.Rows.ShouldBe(rows);
        SomeGroups.Of(group, "accuracy").ShouldBe(accuracy, 1e-12);
        SomeGroups.Of(group, "selection_rate").ShouldBe(selection, 1e-12);
        SomeGroups.Of(group, "true_positive_rate").ShouldBe(truePositive, 1e-12);
        SomeGroups.Of(group, "false_positive_rate").ShouldBe(falsePositive, 1e-12);
    }

    /// <summary>
    /// Fairlearn's quickstart prints them of 48,842 rows, of which these are two thirds: an accuracy of 0.8443, of women 0.9251
    /// and of men 0.8042, and selection rates of 0.1638, 0.0635 and 0.2135.
    /// </summary>
    [Fact]
    public void Tree_OfTwoThirdsOfTheRows_IsNearFairlearnsQuickstart()
    {
        var fairness = Judged.Value.Fairness!;
        var groups = fairness.Frames[0].Groups;

        Overall("accuracy").ShouldBe(0.8443, 0.001);
        Overall("selection_rate").ShouldBe(0.1638, 0.001);
        groups.Select(x => SomeGroups.Of(x, "accuracy")).ShouldBe([0.9251, 0.8042], 0.001);
        groups.Select(x => SomeGroups.Of(x, "selection_rate")).ShouldBe([0.0635, 0.2135], 0.003);
        SomeGroups.Number(SomeGroups.Disparity(fairness.Frames[0], "demographic_parity_difference").Measurement)
            .ShouldBe(0.2135 - 0.0635, 0.003);

        double Overall(string metric) => SomeGroups.Number(fairness.Overall.Single(x => x.Name == metric));
    }

    [Fact]
    public void Thresholds_OfTheTree_AreAReportAlone()
    {
        var proposal = Judged.Value.Fairness!.Frames[0].Proposals[0];

        proposal.Constraint.ShouldBe("demographic_parity");
        proposal.IsApplied.ShouldBeFalse();
        proposal.Difference.Before.ShouldBe(0.21349242771913721 - 0.060904280011141024, 1e-12);
        proposal.Difference.After.ShouldBeLessThan(proposal.Difference.Before);
        proposal.Thresholds.Select(x => x.Group).ShouldBe(["sex=Female", "sex=Male"]);
    }

    [Fact]
    public void FoundSlices_OfTheTree_CostMoreWhereTheyWereNotLookedFor()
    {
        var search = Judged.Value.FoundSlices.ShouldHaveSingleItem();

        search.Slices.ShouldNotBeEmpty();
        search.Slices.Where(x => x.IsSignificant).ShouldAllBe(x => SomeGroups.Number(x.Excess) > 0);
        (search.SearchedRows + search.MeasuredRows).ShouldBe(32561);
    }

    private static EvaluationDocument Judge()
    {
        var data = AdultTests.Rows();
        var answers = Enumerable.Range(0, data.Rows.RowCount).Select(x => Tree(data.Rows, x));
        var rows = data.Rows.With(new NumberColumn("income", [.. answers]));
        var signature = Some.Signature with { Label = new ModelLabel.TwoClasses(Adult.Label, "1", "0") };
        var request = Some.Request("") with
        {
            Manifest = Some.ReadManifest("{bootstrap: {resamples: 100}}").OrThrow(),
            Data = data with
            {
                Rows = rows,
                Protected = ["sex", "ethnicity"],
                TrainIndexes = [],
                TestIndexes = [.. Enumerable.Range(0, rows.RowCount)],
            },
            Predictor = new FakePredictor(x => x) { Signature = signature },
        };
        return Evaluator.Evaluate(request, TestContext.Current.CancellationToken).OrThrow();
    }

    /// <summary>The tree's leaves by the shares of their answers.</summary>
    private static double Tree(Table rows, int row)
    {
        var isMarried = rows["marital-status"].Text(row) == "Married-civ-spouse";
        var gain = Number("capital-gain");
        return isMarried && (Number("education-num") > 12.5 || gain > 5095.5) || gain > 7073.5 ? 1 : 0;

        double Number(string name) => ((NumberColumn)rows[name]).Values[row];
    }
}
