using System.Globalization;
using Pipeline.Core.Progress;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Production;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// The New South Wales electricity market as traffic, in the order of time: a model learns from the first weeks, is evaluated on
/// those after, and answers the rest, four weeks of half-hours at a time.
/// </summary>
internal sealed class ElectricityReplay
{
    private const int Learned = 9_000;
    private const int Evaluated = 5_000;
    private const int Window = 28 * 48;

    private static readonly DateTimeOffset Begin = new(1996, 5, 7, 0, 0, 0, TimeSpan.Zero);

    public required ModelSignature Signature { get; init; }

    public required PerformanceReference Reference { get; init; }

    public required IReadOnlyList<PredictionRows> Windows { get; init; }

    /// <summary>All rows of the file, those that the model learned from among them.</summary>
    public required Table Rows { get; init; }

    /// <summary>What the model answers to all of them, and what came true.</summary>
    public required PredictionRows Answered { get; init; }

    /// <summary>How many rows the model learned from and was judged by, in this order.</summary>
    public static int Known => Learned + Evaluated;

    /// <summary>Those that it was judged by.</summary>
    public PredictionRows Held => Answered.Take([.. Enumerable.Range(Learned, Evaluated)]);

    /// <param name="path">Of the file.</param>
    /// <param name="options">How intervals are made.</param>
    /// <param name="metrics">That the model is judged by.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    public static ElectricityReplay Of(
        string path, PerformanceOptions options, IReadOnlyList<IMetric> metrics, CancellationToken cancellationToken)
    {
        var rows = Read(path);
        var trainer = MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == "fast-tree");
        var trained = trainer.Train(
            new TrainingRequest
            {
                Set = new TrainingSet
                {
                    Rows = rows.Select([.. Enumerable.Range(0, Learned)]),
                    Task = ModelTask.BinaryClassification,
                    Label = "class",
                },
                Seed = 1,
            },
            new Silent(),
            cancellationToken).Value;
        using var predictor = new MLNetFlavor().Load(trained.Artifact);
        var scores = ((NumberColumn)predictor.Score(rows, cancellationToken)[ModelOutputs.Probability]).Values;
        var all = new PredictionRows
        {
            Task = ModelTask.BinaryClassification,
            Label = predictor.Signature.Label,
            Decision = predictor.Signature.Decision,
            Times = [.. Enumerable.Range(0, rows.RowCount).Select(row => Begin.AddMinutes(30 * row))],
            Answers = [[.. scores]],
            Outcomes = ((NumberColumn)rows["class"]).Values,
            Weights = [.. scores.Select(_ => 1.0)],
        };
        var held = all.Take([.. Enumerable.Range(Learned, Evaluated)]);
        var reference = new PerformanceReference
        {
            Model = trained.Artifact.Digest,
            Task = held.Task,
            Label = held.Label,
            Rows = held.Count,
            Measurements = new OutcomeSensor(metrics, options.Resampling, options.Confidence)
                .Measure(held.ToOutcomes(), cancellationToken),
            Probabilities = ClassProbabilities.Find(held.Answers, held.Outcomes)!,
        };
        var windows = Enumerable.Range(0, (rows.RowCount - Learned - Evaluated) / Window)
            .Select(window => Enumerable.Range(Learned + Evaluated + (window * Window), Window));
        return new ElectricityReplay
        {
            Signature = predictor.Signature,
            Reference = reference,
            Windows = [.. windows.Select(window => all.Take([.. window]))],
            Rows = rows,
            Answered = all,
        };
    }

    private static Table Read(string path)
    {
        using var lines = File.ReadLines(path).GetEnumerator();
        lines.MoveNext();
        var builders = lines.Current.Split(',').Select(name => new NumberColumnBuilder(name)).ToArray();
        while (lines.MoveNext() && lines.Current.Length > 0)
        {
            foreach (var (value, builder) in lines.Current.Split(',').Zip(builders))
                builder.Append(double.Parse(value, CultureInfo.InvariantCulture));
        }

        return new Table(builders.Select(x => x.Build()));
    }

    private sealed class Silent : IProgress<StepEvent>
    {
        public void Report(StepEvent value)
        {
        }
    }
}
