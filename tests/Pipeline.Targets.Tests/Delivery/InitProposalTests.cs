using Pipeline.Core.Checks;
using Pipeline.Delivery.Drafts;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Targets.Delivery;

/// <summary>What names, labels and first metrics are taken for.</summary>
public sealed class InitProposalTests
{
    [Theory]
    [InlineData("sex")]
    [InlineData("age_band")]
    [InlineData("ageBand")]
    [InlineData("Applicant Gender")]
    [InlineData("Nationalität")]
    [InlineData("état-civil")]
    [InlineData("native-country")]
    [InlineData("data_de_nascimento")]
    public void Names_OfPersons_AreCandidates(string name) => PlainWords.SayProtected(name).ShouldBeTrue();

    [Theory]
    [InlineData("usage")]
    [InlineData("page")]
    [InlineData("trace")]
    [InlineData("country")]
    [InlineData("")]
    [InlineData("年齢")]
    public void Names_OfOtherThings_AreNone(string name) => PlainWords.SayProtected(name).ShouldBeFalse();

    [Theory]
    [InlineData("yes", "no", 400, "yes")]
    [InlineData("FALSE", "True", 400, "True")]
    [InlineData("gone", "here", 400, "here")]
    [InlineData("here", "gone", 100, "here")]
    [InlineData("a", "b", 250, "b")]
    public void Positive_OfTwoClasses_IsTheOneThatAffirmsElseTheRarer(
        string first, string second, int ofTheFirst, string positive)
    {
        var label = Label(DataType.Category, (first, ofTheFirst), (second, 500 - ofTheFirst));

        LabelChoice.Of(label, asked: null).Value.Positive.ShouldBe(positive);
    }

    [Fact]
    public void Positive_OfNumbers_IsNamedAsTrainingNamesIt()
    {
        var label = Label(DataType.Number, ("0.0", 300), ("1.0", 200)) with { Numbers = Numbers() };

        LabelChoice.Of(label, asked: null).Value.Positive.ShouldBe("1");
    }

    [Theory]
    [InlineData(DataType.Integer, 10, ModelTask.MulticlassClassification)]
    [InlineData(DataType.Integer, 11, ModelTask.Regression)]
    [InlineData(DataType.Number, 3, ModelTask.Regression)]
    [InlineData(DataType.Category, 40, ModelTask.MulticlassClassification)]
    public void Task_NotAskedFor_FollowsFromTheValues(DataType type, int distinct, ModelTask task)
    {
        var label = Label(type, ("1", 500)) with { Distinct = distinct };

        LabelChoice.Of(label, asked: null).Value.Task.ShouldBe(task);
    }

    [Theory]
    [InlineData("roc_auc", 0.9, 0.86, 0.93, "at-least: 0.84")]
    [InlineData("roc_auc", 1, 1, 1, "at-least: 0.99")]
    [InlineData("log_loss", 0.3, 0.27, 0.34, "at-most: 0.36")]
    [InlineData("log_loss", 0.00123, 0.001, 0.0015, "at-most: 0.00164")]
    public void Gate_OfAFirstMetric_LeavesHalfOfTheIntervalToSpare(
        string metric, double value, double low, double high, string limit)
    {
        var gate = Proposal(metric, value, new ConfidenceInterval(low, high), samples: 500);

        gate.Gate.ShouldBe($"{{metric: {metric}, {limit}}}");
        gate.IsNoBetterThanChance.ShouldBeFalse();
    }

    [Fact]
    public void Gate_OfFewRows_DoesNotStopARelease() =>
        Proposal("roc_auc", 0.7, new ConfidenceInterval(0.4, 0.9), samples: 29)
            .Gate.ShouldBe("{metric: roc_auc, at-least: 0.25, inconclusive: warn}");

    [Fact]
    public void Gate_OfAnIntervalWithChanceInIt_SaysSo() =>
        Proposal("roc_auc", 0.7, new ConfidenceInterval(0.4, 0.9), samples: 500).IsNoBetterThanChance.ShouldBeTrue();

    private static GateProposal Proposal(string metric, double value, ConfidenceInterval interval, int samples) => new(
        StandardMetrics.All.First(x => x.Name == metric),
        new Measurement { Name = metric, Value = value, Interval = interval, Samples = samples });

    private static ColumnProfile Label(DataType type, params (string Value, int Count)[] values) => new()
    {
        Name = "label",
        Type = type,
        Count = values.Sum(x => x.Count),
        Missing = 0,
        Distinct = values.Length,
        Frequent = [.. values.Select(x => new FrequentValue(x.Value, x.Count))],
    };

    private static NumberProfile Numbers() => new()
    {
        Mean = 0.4,
        Min = 0,
        Max = 1,
        Quantiles = new Dictionary<string, double>(),
        Histogram = [],
    };
}
