using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Reporting.Evaluations;

/// <summary>Evaluations to draw, of every task, with all that a document can have.</summary>
internal static class SomeEvaluation
{
    public static EvaluationDocument Binary { get; } = Saying(text => text);

    public static EvaluationDocument Multiclass { get; } = Binary with
    {
        Label = new ModelLabel.Classes("species", ["Adelie", "Chinstrap", "Gentoo"]),
        Decision = new DecisionRule.ArgMax(),
        Champion = null,
        Measurements = [Share("accuracy", 0.97), Share("balanced_accuracy", 0.95), Share("log_loss", 0.11)],
        PerClass = [.. new[] { "Adelie", "Chinstrap", "Gentoo" }.Select(name => new EvaluatedClass
        {
            Name = name, Rows = 30, Measurements = [Share("precision", 0.9), Share("recall", 0.95), Share("roc_auc", 0.99)],
        })],
        Curves = new EvaluationCurves
        {
            Scores = [.. new[] { "Adelie", "Chinstrap", "Gentoo" }.Select(name => Scores(name) with { Thresholds = null })],
            Confusion = new ConfusionCounts(["Adelie", "Chinstrap", "Gentoo"], [[40, 1, 0], [2, 17, 0], [0, 0, 33]]),
        },
    };

    public static EvaluationDocument Regression { get; } = Binary with
    {
        Label = new ModelLabel.Number("fare_amount"),
        Decision = new DecisionRule.None(),
        Champion = null,
        Classes = [],
        Measurements =
        [
            Share("r2", 0.93), Share("mean_absolute_error", 1.6) with { Interval = new ConfidenceInterval(1.5, 1.7) },
        ],
        Curves = new EvaluationCurves
        {
            Residuals = new ResidualCurves
            {
                Truth = [4, 8, 12, 30],
                Predicted = [4.5, 7, 12.5, 26],
                Edges = [-4, -2, 0, 2],
                Counts = [1, 1, 2],
                Below = 1,
                Above = 0,
                Bins =
                [
                    new ResidualBin(2, 5.75, -0.25, new ConfidenceInterval(-1, 0.5)), new ResidualBin(1, 12.5, 0.5, null),
                ],
            },
        },
    };

    /// <summary>A binary evaluation in which every text that people or data bring in was changed.</summary>
    public static EvaluationDocument Saying(Func<string, string> change) => new()
    {
        Name = ModelName.Parse("loan-default"),
        Model = Digest.OfText("model"),
        Champion = new EvaluatedChampion(Digest.OfText("champion"), 200, 0),
        Split = Digest.OfText("split"),
        Rows = 200,
        Label = new ModelLabel.TwoClasses(change("defaulted"), change("yes"), change("no")),
        Decision = DecisionRule.Threshold.Usual,
        Classes = [new LabelClass(change("no"), 150, 0.75), new LabelClass(change("yes"), 50, 0.25)],
        Resamples = 1000,
        Seed = 1,
        Measurements =
        [
            Share("roc_auc", 0.92), Share("average_precision", 0.8), Share(change("profit"), 0.7), Share("log_loss", 0.3),
        ],
        Baselines =
        [
            new EvaluatedBaseline
            {
                Name = change("most_frequent"), Answer = change("the class 'no'"), Measurements = [Share("roc_auc", 0.5)],
            },
        ],
        Tables = [new AnswerTable(change("Classes"), ["class", change("rows")], [new AnswerTableRow(change("no"), [150])])],
        Curves = new EvaluationCurves
        {
            Scores =
            [
                Scores(change("yes")) with
                {
                    ChampionRoc = new CurveLine([0, 0.3, 1], [0, 0.7, 1]),
                    ChampionPrecisionRecall = new CurveLine([0.1, 1], [0.9, 0.25]),
                },
            ],
            Confusion = new ConfusionCounts([change("no"), change("yes")], [[140, 10], [15, 35]]),
        },
        Groups = [.. new[] { change("F"), change("M"), null }.Select(value => new EvaluatedGroup
        {
            Column = change("sex"), Value = value, Rows = 66, Classes = [],
            Measurements = [Share("roc_auc", 0.9) with { Slice = value }, Share("average_precision", 0.7) with { Slice = value }],
        })],
        Fairness = SomeParts.Fairness(change),
        FoundSlices = [SomeParts.Found(change)],
        Robustness = SomeParts.Robustness(change),
        Behaviour = SomeParts.Behaviour(change),
        Explanation = SomeParts.Explanation(change),
        Server = SomeParts.Server,
        Cost = SomeParts.Cost(change),
        Report = new CheckReport(
        [
            Judged("roc_auc/at-least", new Criterion.AtLeast(0.9), Share("roc_auc", 0.92), Verdict.Passed()),
            Judged(
                change("recall/at-least"),
                new Criterion.AtLeast(0.9),
                Share(change("recall"), 0.7) with { Slice = change("sex=F") },
                Verdict.Failed($"recall is 0.7: {change("at least 0.9 is required")}.")),
            Judged("log_loss/no-worse-than", new Criterion.NoWorseThan("champion"), Share("log_loss", 0.3) with
            {
                Comparison = new Comparison
                {
                    Reference = "champion",
                    Value = 0.31,
                    HigherIsBetter = false,
                    Difference = new ConfidenceInterval(-0.02, 0.005),
                },
            }, Verdict.Inconclusive("the interval lies on both sides.")),
        ]),
    };

    private static CheckResult Judged(string id, Criterion criterion, Measurement measurement, Verdict verdict) =>
        new(new Check { Id = id, Criterion = criterion }, measurement, verdict);

    public static Measurement Share(string name, double value) => new()
    {
        Name = name,
        Value = value,
        Samples = 200,
        Interval = new ConfidenceInterval(value - 0.02, value + 0.02),
    };

    private static ScoreCurves Scores(string name) => new()
    {
        Class = name,
        Rows = 200,
        Positives = 50,
        Roc = new CurveLine([0, 0, 0.1, 0.4, 1], [0, 0.5, 0.8, 0.95, 1]),
        PrecisionRecall = new CurveLine([0.02, 0.5, 0.8, 1], [1, 0.95, 0.7, 0.25]),
        Gain = new CurveLine([0, 0.1, 0.3, 1], [0, 0.38, 0.82, 1]),
        Calibration =
        [
            new CalibrationBin(0, 0.1, 120, 0.04, 0.05, new ConfidenceInterval(0.02, 0.1)),
            new CalibrationBin(0.5, 0.6, 80, 0.55, 0.5, new ConfidenceInterval(0.39, 0.61)),
        ],
        Histogram = new ScoreHistogram([2, 8, 15, 25], [110, 25, 10, 5]),
        Thresholds = new ThresholdTradeOff(
            [0, 0.25, 0.5, 0.75, 1], [0.25, 0.5, 0.78, 0.9, 0], [1, 0.9, 0.7, 0.4, 0], [0.4, 0.64, 0.74, 0.55, 0],
            [1, 0.45, 0.22, 0.11, 0]),
    };
}
