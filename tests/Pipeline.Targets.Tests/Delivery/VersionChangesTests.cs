using System.Text.Json;
using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Delivery.Runs;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Runs;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;

namespace Pipeline.Targets.Delivery;

/// <summary>What a card says of a version beside the one before.</summary>
public class VersionChangesTests
{
    private static readonly ModelVersion Since = new(3);

    [Fact]
    public void Changes_OfTheSameVersion_AreNone() =>
        VersionChanges.Of(Since, Of(60, 100, "number"), Of(60, 100, "number")).Groups.ShouldBeEmpty();

    [Fact]
    public void Changes_OfWhatPeopleChose_AreParametersWithBothValues()
    {
        var changes = VersionChanges.Of(Since, Of(60, 100, "number"), Of(20, 100, "number"));

        changes.Since.ShouldBe(Since);
        var group = changes.Groups.ShouldHaveSingleItem();
        group.Title.ShouldBe("Training");
        group.Changes.ShouldBe([new CardChange("params.trees", "60", "20")]);
    }

    [Fact]
    public void Changes_OfTheData_AreRowsDigestAndColumns()
    {
        var (before, now) = (Of(60, 100, "number"), Of(60, 120, "category"));

        var data = VersionChanges.Of(Since, before, now).Groups.Single(group => group.Title == "Data");

        data.Changes.Select(change => change.Name).ShouldBe(["rows", "digest", "column city"]);
        data.Changes[0].ShouldBe(new CardChange("rows", "100", "120"));
        data.Changes[2].ShouldBe(new CardChange("column city", "number, feature", "category, feature"));
    }

    [Fact]
    public void Changes_OfMetrics_SayByHowMuchAndOnWhichRows()
    {
        var (before, now) = (Of(60, 100, "number", auc: 0.9), Of(60, 100, "number", auc: 0.92));
        var evaluation = now.Run.Evaluation! with { Split = Digest.OfText("other") };
        var elsewhere = now with { Run = now.Run with { Evaluation = evaluation } };

        Metrics(now).Note.ShouldBe("+0.02");
        Metrics(elsewhere).Note.ShouldBe("+0.02, on other test rows");

        CardChange Metrics(VersionDocuments version) =>
            VersionChanges.Of(Since, before, version).Groups.Single(group => group.Title == "Metrics").Changes.Single();
    }

    [Fact]
    public void Changes_OfGatesAndFeatures_AreWhatIsNewGoneAndOther()
    {
        var before = Of(
            60, 100, "number", features: ["age", "city"], gates: [("roc_auc/at-least", 0.9), ("recall/at-least", 0.5)]);
        var now = Of(
            60, 100, "number", features: ["age", "job"], gates: [("roc_auc/at-least", 0.91), ("f1/at-least", 0.5)]);

        var changes = VersionChanges.Of(Since, before, now);

        changes.Groups.Single(group => group.Title == "Features").Changes.Select(change => (change.Name, change.Note))
            .ShouldBe([("job", "new"), ("city", "gone")]);
        changes.Groups.Single(group => group.Title == "Gates").Changes.Select(change => (change.Name, change.Note))
            .ShouldBe([("roc_auc/at-least", ""), ("f1/at-least", "new"), ("recall/at-least", "gone")]);
    }

    [Fact]
    public void Changes_OfWhatTheStoreLacks_AreLeftOut()
    {
        var before = Of(60, 100, "number") with { Dataset = null };

        VersionChanges.Of(Since, before, Of(60, 120, "category")).Groups.ShouldNotContain(group => group.Title == "Data");
    }

    private static VersionDocuments Of(
        int trees,
        long rows,
        string city,
        double auc = 0.9,
        IReadOnlyList<string>? features = null,
        IReadOnlyList<(string Id, double Limit)>? gates = null)
    {
        var (name, data) = (ModelName.Parse("loan-default"), Digest.OfText($"{rows}"));
        var id = RunId.Parse("0123456789abcdef", null);
        var act = new Act("1", Some.Noon, new Actor("ann", "test"), null);
        var label = new ModelLabel.TwoClasses("bad", "yes", "no");
        return new VersionDocuments(
            new LoadedRun(new FoundRun(new RecordedRun(id, name, Digest.OfText("run"), Digest.OfText("data"), act), []))
            {
                Document = new RunDocument
                {
                    Id = id,
                    Name = name,
                    Task = ModelTask.BinaryClassification,
                    Trainer = "fast-tree",
                    Options = JsonSerializer.SerializeToElement(new { trees }),
                    Parameters = new Dictionary<string, string> { ["trees"] = $"{trees}" },
                    Seed = 1,
                    Data = data,
                    Split = Digest.OfText("split"),
                    Rows = 80,
                    Learned = Digest.OfText("learned"),
                    Model = Digest.OfText("model"),
                    Signature = Digest.OfText("signature"),
                    Label = label,
                    Features = [.. (features ?? []).Select(feature => new TrainedFeature(feature, "a number", "", 1))],
                },
                Evaluation = new EvaluationDocument
                {
                    Name = name,
                    Model = Digest.OfText("model"),
                    Split = Digest.OfText("split"),
                    Rows = 20,
                    Label = label,
                    Decision = DecisionRule.Threshold.Usual,
                    Classes = [],
                    Resamples = 100,
                    Seed = 1,
                    Measurements = [new Measurement { Name = "roc_auc", Value = auc }],
                    Groups = [],
                    Report = new CheckReport([.. (gates ?? []).Select(gate => new CheckResult(
                        new Check { Id = gate.Id, Criterion = new Criterion.AtLeast(gate.Limit) },
                        new Measurement { Name = gate.Id, Value = 0.95 },
                        Verdict.Passed()))]),
                },
            },
            new DatasetDocument
            {
                Path = "loans.csv",
                Data = data,
                Size = 1,
                Rows = rows,
                Columns =
                [
                    new DatasetColumn
                    {
                        Name = "city",
                        Type = Enum.Parse<DataType>(city, ignoreCase: true),
                        Role = ColumnRole.Feature,
                        IsDeclared = true,
                        Missing = 0,
                    },
                ],
                Label = new DatasetLabel { Column = "bad" },
                Split = new DatasetSplit("hash", 80, 20, Digest.OfText("split")),
                Report = new CheckReport([]),
            });
    }
}
