using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Testing;

namespace Pipeline.Reporting.ModelCards;

/// <summary>Model cards to render.</summary>
internal static class SomeCard
{
    private static readonly ConfidenceInterval Auc = new(0.9012, 0.9418);

    /// <summary>Only what a card cannot do without.</summary>
    public static ModelCard Empty { get; } = new()
    {
        Name = ModelName.Parse("loan-default"),
        Task = ModelTask.Regression,
    };

    public static ModelCard Full { get; } = Saying(x => x);

    /// <summary>A full card in which every text that people or data bring in was changed.</summary>
    public static ModelCard Saying(Func<string, string> change) => new()
    {
        Name = ModelName.Parse("loan-default"),
        Version = CardFact.Measured(new ModelVersion(12)),
        Task = ModelTask.BinaryClassification,
        Owner = CardFact.Declared(change("risk-team@example.com")),
        Description = CardFact.Declared(change("Probability that a loan of this applicant is not repaid within its first year.")),
        Statements = new CardStatements
        {
            IntendedUse = change("Ranking applications for review by a credit officer, who decides."),
            OutOfScope = change("Automatic rejection; applicants outside of the European Union; loans above 100,000 EUR."),
            Limitations = change("Few rows about applicants under 21: precision is lower there."),
        },
        Dataset = new DatasetFacts
        {
            Path = CardFact.Declared(change("data/loans.csv")),
            Digest = CardFact.Measured(Pipeline.Core.Identity.Digest.OfText("data")),
            Rows = CardFact.Measured(32561L),
            Label = CardFact.Declared(change("defaulted = yes")),
            ProtectedColumns = CardFact.Declared<IReadOnlyList<string>>([change("sex"), change("age_band")]),
            Split = CardFact.Declared(change("20 % by hash of application_id")),
        },
        Training = TrainingSaying(change),
        Metrics = MetricsSaying(change),
        Tables =
        [
            new AnswerTable(
                change("Confusion"),
                ["true class", change("answered no"), "answered yes"],
                [new AnswerTableRow(change("no"), [5012, 221]), new AnswerTableRow("yes", [640, 639.5])]),
        ],
        Server = ServerSaying(change),
        Cost = CostSaying(change),
        Gates = GatesSaying(change),
        Changes = new CardChanges(
            new ModelVersion(11),
            [
                new CardChangeGroup(
                    "Metrics", [new CardChange(change("roc_auc"), "0.9188", "0.9215", "+0.0027, on other test rows")]),
                new CardChangeGroup(
                    "Features",
                    [
                        new CardChange(change("city"), "", change("hashed to 1024 indicators"), "new"),
                        new CardChange("age", "a number", "", "gone"),
                    ]),
            ]),
        Provenance =
        [
            new ProvenanceFact("Dataset", CardFact.Measured(Pipeline.Core.Identity.Digest.OfText("data"))),
            new ProvenanceFact("Run", CardFact.Measured(Pipeline.Core.Identity.Digest.OfText("run"))),
            new ProvenanceFact(change("Model"), CardFact.Missing<Digest>()),
        ],
    };

    public static string Render(ModelCard card, CardTemplate template) =>
        new ModelCardRenderer(new ManualClock()).Render(card, template).OrThrow();

    private static TrainingFacts TrainingSaying(Func<string, string> change) => new()
    {
        Trainer = CardFact.Declared(change("fast-tree")),
        Options = CardFact.Declared(JsonSerializer.SerializeToElement(
            new JsonObject { [change("trees")] = 200, ["leaves"] = change("31"), ["learning-rate"] = 0.08 })),
        Seed = CardFact.Declared(7L),
        Duration = CardFact.Measured(TimeSpan.FromSeconds(83)),
        Toolkit = CardFact.Measured("0.1.0"),
    };

    private static Measurement[] MetricsSaying(Func<string, string> change) =>
    [
        new Measurement { Name = change("roc_auc"), Value = 0.92934, Interval = Auc, Samples = 6512 },
        new Measurement { Name = "precision", Value = 0.8123, Interval = new(0.78, 0.84, 0.9), Samples = 1204 },
        new Measurement { Name = "latency_p99_ms", Value = 3.2, Unit = "ms" },
        new Measurement { Name = "brier_score", Value = new MeasuredValue.NotMeasured(change("no probabilities")) },
        new Measurement { Name = "recall", Slice = change("sex=F"), Value = 0.6412, Interval = new(0.58, 0.70), Samples = 412 },
        new Measurement { Name = "recall", Slice = change("sex=M"), Value = 0.7188, Interval = new(0.69, 0.75), Samples = 1530 },
    ];

    private static ServerTest ServerSaying(Func<string, string> change) => new()
    {
        Machine = new RunEnvironment { System = change("Linux"), Architecture = "x64", Processors = 2, Runtime = ".NET 10.0.0" },
        Program = "Pipeline.Serving.linux-x64 0.2.0",
        MeasuredAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Load = new ServerLoad { Rows = 200, WarmUp = 1000, Requests = 2000, Connections = 4, Seed = 1, Failed = 0 },
        Measurements =
        [
            new() { Name = "latency_p99", Unit = "ms", Value = 3.2, Interval = new(2.9, 3.8), Samples = 2000 },
            new() { Name = "memory", Unit = "MB", Value = 171.5 },
            new() { Name = "image_size", Unit = "MB", Value = new MeasuredValue.NotMeasured(change("there is no image")) },
        ],
    };

    private static PredictionCost CostSaying(Func<string, string> change) => new()
    {
        Currency = "EUR",
        Utilisation = 0.5,
        Servers =
        [
            new ServerCost
            {
                Name = change("small"),
                PricePerHour = 0.05,
                Processors = 2,
                Memory = 4000,
                IsLargeEnough = true,
                Per1000 = new()
                {
                    Name = PredictionCost.Name,
                    Unit = "EUR",
                    Value = 2.78e-5,
                    Interval = new(2.5e-5, 3.1e-5),
                    Samples = 2000,
                },
            },
        ],
    };

    private static CheckReport GatesSaying(Func<string, string> change) => new(
    [
        Judged(new Criterion.AtLeast(0.8), Severity.Error, new() { Name = change("roc_auc"), Value = 0.92934, Interval = Auc }),
        Judged(new Criterion.AtLeast(0.6), Severity.Error, new()
        {
            Name = "recall", Slice = change("sex=F"), Value = 0.6412, Interval = new(0.58, 0.70), Samples = 412,
        }),
        Judged(new Criterion.AtMost(3), Severity.Warn, new() { Name = "latency_p99_ms", Value = 3.2, Unit = "ms" }),
        Judged(new Criterion.OneOf([change("logistic")]), Severity.Warn, new() { Name = "family", Value = change("trees") }),
        new CheckResult(
            new Check { Id = "champion", Criterion = new Criterion.NoWorseThan("champion", 0.005) },
            new Measurement { Name = "roc_auc", Value = 0.92934 },
            Verdict.Skipped(change("There is no champion yet."))),
    ]);

    private static CheckResult Judged(Criterion criterion, Severity severity, Measurement measurement) =>
        new Check { Id = $"{measurement.Name}/{criterion}", Criterion = criterion, Severity = severity }.Judge(measurement);
}
