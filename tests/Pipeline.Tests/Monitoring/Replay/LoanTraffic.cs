using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Data.Profiling;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Production;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Performance;

namespace Pipeline.Monitoring.Replay;

/// <summary>Who asks for a loan.</summary>
internal sealed class Applicant
{
    private static readonly string[] Purposes = ["car", "home", "business", "education", "other"];

    public static IReadOnlyList<ModelInput> Inputs { get; } =
    [
        new("income", ColumnType.Number, MayBeMissing: false) { Accepts = new Criterion.Between(0, 1e6) },
        new("age", ColumnType.Number, MayBeMissing: false),
        new("debt", ColumnType.Number, MayBeMissing: true),
        new("hours", ColumnType.Number, MayBeMissing: false),
        new("purpose", ColumnType.Category, MayBeMissing: false, Purposes),
        new("region", ColumnType.Category, MayBeMissing: false),
        new("sex", ColumnType.Category, MayBeMissing: false),
    ];

    public double Income { get; set; }

    public double Age { get; set; }

    /// <summary>NaN where it is not known.</summary>
    public double Debt { get; set; }

    public double Hours { get; set; }

    public required string Purpose { get; set; }

    public required string Region { get; set; }

    public required string Sex { get; set; }

    public static Applicant Of(Draw draw) => new()
    {
        Income = Math.Round(Math.Exp(10.3 + (0.5 * draw.Normal()))),
        Age = Math.Floor(20 + (50 * draw.Uniform())),
        Debt = draw.Uniform() < 0.05 ? double.NaN : Math.Round(5000 * draw.Exponential()),
        Hours = Math.Clamp(Math.Round(38 + (8 * draw.Normal())), 5, 80),
        Purpose = Purposes[draw.Zipf(Purposes.Length)],
        Region = DriftSimulation.Name(draw.Zipf(20)),
        Sex = draw.Uniform() < 0.5 ? "F" : "M",
    };

    /// <summary>What the model answers, and what is true of those whom it was made of: the probability of paying back.</summary>
    public double Probability()
    {
        var debt = double.IsNaN(Debt) ? 5000 : Debt;
        var score = (1.5 * (Math.Log(Math.Max(1, Income)) - 10.3)) + (0.03 * (Age - 45)) - (debt / 5000) + (0.03 * (Hours - 38))
            + (Purpose == "business" ? -0.8 : 0) + 1.5;
        return 1 / (1 + Math.Exp(-score));
    }

    public LoggedValue[] Values() =>
    [
        LoggedValue.Of(Income), LoggedValue.Of(Age), LoggedValue.Of(Debt), LoggedValue.Of(Hours),
        LoggedValue.Of(Purpose), LoggedValue.Of(Region), LoggedValue.Of(Sex),
    ];
}

/// <summary>A model that is right about its applicants, and its traffic without drift until something is planted.</summary>
internal static class LoanTraffic
{
    public static readonly DateTimeOffset Begin = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    private const int Learned = 4000;
    private const int Evaluated = 2000;
    private const int ModelStream = 900_000;

    /// <summary>Outcomes are told so long after.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromDays(1);

    private static readonly string[] Names = [.. Applicant.Inputs.Select(x => x.Name)];

    public static IReadOnlyList<IMetric> Metrics { get; } =
        [.. StandardMetrics.All.Where(x => x.Name is "roc_auc" or "accuracy")];

    /// <param name="options">How intervals are made.</param>
    /// <param name="cancellationToken">Ends the measuring.</param>
    public static WatchedModel Model(PerformanceOptions options, CancellationToken cancellationToken)
    {
        var signature = new ModelSignature
        {
            Flavor = "mlnet",
            Task = ModelTask.BinaryClassification,
            Label = new ModelLabel.TwoClasses("paid", "yes", "no"),
            Inputs = Applicant.Inputs,
            Outputs = [ModelOutputs.Probability],
        };
        var draw = new Draw(1, ModelStream);
        var learned = Enumerable.Range(0, Learned).Select(_ => Applicant.Of(draw)).ToList();
        var rows = new PredictionRowsBuilder(signature);
        for (var i = 0; i < Evaluated; i++)
        {
            var applicant = Applicant.Of(draw);
            rows.Add(
                Prediction(applicant, Begin, (ulong)i, 1), Outcome(draw.Uniform() < applicant.Probability()));
        }

        var held = rows.Build();
        var scores = new ColumnAccumulator(ModelOutputs.Probability, DataType.Number);
        scores.Add([.. held.Answers[0]]);
        return new WatchedModel
        {
            Digest = Digest.OfText("loans"),
            Version = new ModelVersion(3),
            Signature = signature,
            Protected = ["sex"],
            Reference = new ReferenceDocument
            {
                ModelDigest = Digest.OfText("loans"),
                Rows = Learned,
                InputProfiles =
                [
                    .. Applicant.Inputs.Select((input, place) => Profile(input, [.. learned.Select(x => x.Values()[place])])),
                ],
                OutputProfiles = [scores.ToProfile()],
                Performance = Performance(held, options, cancellationToken),
            },
        };
    }

    /// <summary>All that a server logs, in no order.</summary>
    /// <param name="seed">What chance begins with.</param>
    /// <param name="windows">How many there are.</param>
    /// <param name="rows">Requests of each.</param>
    /// <param name="planted">The window from which on the fault is there.</param>
    /// <param name="fault">Null for none.</param>
    public static IEnumerable<PredictionLogEntry> Entries(int seed, int windows, int rows, int planted, PlantedFault? fault)
    {
        var number = 0UL;
        for (var window = 0; window < windows; window++)
        {
            var draw = new Draw(seed, window);
            var (since, refused) = (fault is null ? -1 : window - planted, 0L);
            for (var row = 0; row < rows; row++)
            {
                var (applicant, luck) = (Applicant.Of(draw), draw.Uniform());
                var isPaid = luck < applicant.Probability();
                var time = Begin + (window * Window) + (row * (Window / rows));
                number++;
                if (since >= 0 && draw.Uniform() < fault!.Lost)
                    continue;
                if (since >= 0 && fault!.Refused is not null && draw.Uniform() < fault.Share)
                {
                    refused++;
                    continue;
                }

                if (since >= 0 && draw.Uniform() < fault!.Share)
                {
                    fault.Alters?.Invoke(applicant);
                    isPaid = fault.Turns ? luck > applicant.Probability() : isPaid;
                }

                var latency = draw.Exponential() * (since >= 0 ? Math.Pow(1 + fault!.Slower, since + 1) : 1);
                yield return Prediction(applicant, time, number, latency);
                yield return new PredictionLogEntry.Feedback
                {
                    Id = PredictionId.Of(WatchedTraffic.Server, number),
                    Time = time + Delay,
                    Outcome = Outcome(isPaid),
                };
            }

            if (refused > 0)
                yield return Refusals(fault!.Refused!.Value, refused, Begin + ((window + 1) * Window) - TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>What a model was like when it was judged by rows that it had not seen.</summary>
    public static PerformanceReference Performance(
        PredictionRows held, PerformanceOptions options, CancellationToken cancellationToken) => new()
        {
            Model = Digest.OfText("loans"),
            Task = held.Task,
            Label = held.Label,
            Rows = held.Count,
            Measurements = new OutcomeSensor(Metrics, options.Resampling, options.Confidence)
                .Measure(held.ToOutcomes(), cancellationToken),
            Probabilities = ClassProbabilities.Find(held.Answers, held.Outcomes)!,
        };

    private static LoggedValue Outcome(bool isPaid) => LoggedValue.Of(isPaid ? "yes" : "no");

    private static ServedModel Served { get; } =
        new(ModelName.Parse("loans"), new ModelVersion(3), Digest.OfText("loans"), "production", 7);

    private static PredictionLogEntry.Prediction Prediction(
        Applicant applicant, DateTimeOffset time, ulong number, double milliseconds) => new()
        {
            Id = PredictionId.Of(WatchedTraffic.Server, number),
            Time = time,
            Model = Served,
            Route = PredictionRoutes.Stable,
            Inputs = new LoggedValues(Names, applicant.Values()),
            Outputs = new LoggedValues([ModelOutputs.Probability], [LoggedValue.Of(applicant.Probability())]),
            Latency = TimeSpan.FromMilliseconds(1 + milliseconds),
            SamplingProbability = 1,
        };

    private static PredictionLogEntry.Refusals Refusals(
        (string Field, RefusalReason Reason) why, long count, DateTimeOffset time) => new()
        {
            Id = PredictionId.Of(WatchedTraffic.Server, 1UL << 40),
            Time = time,
            Since = time - Window,
            Model = Served,
            Requests = count,
            Counts = [new RefusalCount(why.Field, why.Reason, count)],
        };

    public static ColumnProfile Profile(ModelInput input, IReadOnlyList<LoggedValue> values)
    {
        var column = new ColumnAccumulator(input.Name, input.DataType);
        if (input.Type == ColumnType.Number)
        {
            column.Add([.. values.Select(x => x.Number ?? double.NaN)]);
            return column.ToProfile();
        }

        string[] names = [.. values.Select(x => x.Text).OfType<string>().Distinct()];
        column.Add(names, [.. values.Select(x => Array.IndexOf(names, x.Text))]);
        return column.ToProfile();
    }
}
