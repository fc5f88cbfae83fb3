using Pipeline.Core.Checks;
using Pipeline.Models.Documents;

namespace Pipeline.Reporting.Evaluations;

/// <summary>Parts of evaluations to draw.</summary>
internal static class SomeParts
{
    public static ServerTest Server { get; } = new()
    {
        Machine = new RunEnvironment
        {
            System = "Linux",
            Architecture = "X64",
            Processors = 2,
            Runtime = ".NET 10",
            Libraries = new Dictionary<string, string>(),
        },
        Program = "Pipeline.Serving.linux-x64 0.2.0",
        MeasuredAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Load = new ServerLoad { Rows = 100, WarmUp = 10, Requests = 500, Connections = 4, Seed = 1, Failed = 0 },
        Measurements = [new Measurement { Name = ServerFigures.LatencyP50, Value = 0.8, Unit = "ms", Samples = 500 }],
        Latencies = [new LatencyQuantile(0, 0.5), new LatencyQuantile(0.5, 0.8), new LatencyQuantile(1, 9)],
    };

    public static PredictionCost Cost(Func<string, string> change) => new()
    {
        Currency = change("EUR"),
        Utilisation = 0.5,
        Server = change("small"),
        Servers =
        [
            new ServerCost
            {
                Name = change("small"),
                PricePerHour = 0.02,
                Processors = 2,
                Memory = 4000,
                IsLargeEnough = true,
                Per1000 = new Measurement { Name = PredictionCost.Name, Value = 0.00002 },
            },
        ],
    };

    public static FairnessReport Fairness(Func<string, string> change) => new()
    {
        MinimumGroup = 30,
        Overall = [SomeEvaluation.Share("selection_rate", 0.25), SomeEvaluation.Share("accuracy", 0.85)],
        Frames =
        [
            new FairnessFrame
            {
                Columns = [change("sex")],
                Groups =
                [
                    .. new[] { change("F"), change("M"), null }.Select(value => new FairnessGroup
                    {
                        Name = value is null ? "sex is missing" : $"sex={value}",
                        Values = [value],
                        Rows = value is null ? 5 : 100,
                        Classes = [],
                        Measurements = [SomeEvaluation.Share("selection_rate", 0.2), SomeEvaluation.Share("accuracy", 0.8)],
                    }),
                ],
                Disparities =
                [
                    new Disparity
                    {
                        Measurement = SomeEvaluation.Share("demographic_parity_difference", 0.2),
                        Method = DisparityMethod.BetweenGroups,
                        Lowest = change("sex=F"),
                        Highest = change("sex=M"),
                        LeftOut = [new GroupLeftOut("sex is missing", 5)],
                    },
                ],
                Proposals =
                [
                    new ThresholdProposal
                    {
                        Constraint = "demographic_parity",
                        Thresholds = [new GroupThreshold(change("sex=F"), 0.25, 0.7, 0.1, 0.84, 0.4)],
                        Difference = new BeforeAfter(0.2, 0.01),
                        Accuracy = new BeforeAfter(0.85, 0.84),
                    },
                ],
            },
            new FairnessFrame
            {
                Columns = [change("zip")], Refused = change("it has 4,000 groups"), Groups = [], Disparities = [],
            },
        ],
    };

    public static SliceSearch Found(Func<string, string> change) => new()
    {
        Loss = "log_loss",
        Columns = [change("age")],
        Depth = 2,
        MinimumRows = 30,
        SearchedRows = 100,
        MeasuredRows = 100,
        Candidates = 1200,
        Whole = SomeEvaluation.Share("log_loss", 0.3),
        FalseDiscoveryRate = 0.05,
        Slices =
        [
            new FoundSlice
            {
                Name = change("age from 30 to below 40 and sex=F"),
                Conditions = [],
                Rows = 40,
                Share = 0.2,
                Loss = SomeEvaluation.Share("log_loss", 0.5),
                Excess = SomeEvaluation.Share("log_loss", 0.2),
                Metric = SomeEvaluation.Share("roc_auc", 0.7),
                EffectSize = 0.4,
                PValue = 0.001,
                AdjustedPValue = 0.01,
                IsSignificant = true,
            },
        ],
    };

    public static RobustnessReport Robustness(Func<string, string> change) => new()
    {
        Rows = 200,
        Seed = 1,
        Results =
        [
            new DisturbedAnswers
            {
                Rule = change("missing-values"),
                Options = change("share 0.1"),
                Columns = [change("income"), change("city")],
                Answered = 200,
                Refused = 0,
                Metric = "roc_auc",
                Before = 0.92,
                After = 0.88,
                Drop = SomeEvaluation.Share("roc_auc", 0.04),
                Changed = SomeEvaluation.Share("changed", 0.1),
                Shift = SomeEvaluation.Share("shift", 0.05),
                ByColumn = [new DisturbedColumn(change("income"), 0.08, 0.04)],
            },
        ],
    };

    public static BehaviourReport Behaviour(Func<string, string> change) => new()
    {
        File = change("tests.yml"),
        Seed = 1,
        Tests =
        [
            new BehaviourResult
            {
                Name = change("More income never raises the risk"),
                Kind = BehaviourKind.Direction,
                Check = "roc_auc/at-least",
                Expectation = change("income plus 1 never raises the probability"),
                Cases = 100,
                Broken = 1,
                LeftOut = 0,
                Worst =
                [
                    new BrokenCase
                    {
                        Row = [new CaseValue(change("income"), change("12")), new CaseValue("city")],
                        Change = change("income: 12 to 13"),
                        Answer = 0.2,
                        Changed = 0.3,
                        Class = change("no"),
                    },
                ],
            },
        ],
    };

    public static ExplanationReport Explanation(Func<string, string> change) => new()
    {
        Seed = 1,
        Importance = new ImportanceReport(
            change("roc_auc"), true, 0.92, 200, 5,
            [new InputImportance(change("income"), 0.1, new ConfidenceInterval(0.08, 0.12), 1)]),
        Attributions = new AttributionReport
        {
            Method = "tree_shap_path_dependent",
            Output = change("probability"),
            BaseValue = 0.2,
            Rows = 3,
            Inputs =
            [
                new InputAttribution
                {
                    Input = change("income"),
                    MeanMagnitude = 0.3,
                    Points = [new AttributionPoint(0.1, 0), new AttributionPoint(-0.2, 1), new AttributionPoint(0, null)],
                    Dependence = [new DependencePoint(0.1, 12, null), new DependencePoint(-0.2, 90, null)],
                },
                new InputAttribution
                {
                    Input = change("city"),
                    MeanMagnitude = 0.1,
                    Dependence = [new DependencePoint(0.1, null, change("Rome")), new DependencePoint(0, null, null)],
                },
            ],
        },
        PartialDependences =
        [
            new PartialDependence
            {
                Input = change("income"),
                Output = "probability",
                Rows = 200,
                Points = [new PartialDependencePoint(0.4, 12, null), new PartialDependencePoint(0.1, 90, null)],
                Individuals = [[0.5, 0.2], [0.3, 0.1]],
            },
            new PartialDependence
            {
                Input = change("city"),
                Output = "probability",
                Rows = 200,
                Points = [new PartialDependencePoint(0.4, null, change("Rome"))],
                Individuals = [],
            },
        ],
    };
}
