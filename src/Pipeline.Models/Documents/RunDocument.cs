using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Documents;

/// <summary>How a model was made. It does not say how good the model is: only rows that it has not seen can.</summary>
[DocumentSchema("run", 3, OldestRead = 2)]
public sealed record RunDocument : Document
{
    public required RunId Id { get; init; }

    public required ModelName Name { get; init; }

    public required ModelTask Task { get; init; }

    /// <summary>As the manifest has it: "fast-tree".</summary>
    public required string Trainer { get; init; }

    /// <summary>As the manifest would have them, defaults included; what the trainer chose itself is not there.</summary>
    public required JsonElement Options { get; init; }

    /// <summary>
    /// What people chose, each by its path with dots, as <see cref="RunParameters"/> has it: the options, and what the manifest
    /// says of training besides. None in documents of version 2.
    /// </summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>What chance began with.</summary>
    public required int Seed { get; init; }

    /// <summary>Of the dataset's bytes.</summary>
    public required Digest Data { get; init; }

    /// <summary>Of which rows were for training and which for the test.</summary>
    public required Digest Split { get; init; }

    /// <summary>How many rows the model learned from.</summary>
    public required int Rows { get; init; }

    /// <summary>Of the identities of these rows, as <see cref="RowSet"/> writes them.</summary>
    public required Digest Learned { get; init; }

    /// <summary>Of the model's artifact.</summary>
    public required Digest Model { get; init; }

    /// <summary>Of the signature's bytes.</summary>
    public required Digest Signature { get; init; }

    public required ModelLabel Label { get; init; }

    /// <summary>How the threshold of two classes was chosen; null where it was not, or the task has none.</summary>
    public ThresholdChoice? Decision { get; init; }

    /// <summary>How many iterations were found to be enough; null where nothing ended the training early.</summary>
    public StoppingChoice? Stopping { get; init; }

    /// <summary>What became of the probabilities; null where they are as the model answers.</summary>
    public CalibrationReport? Calibration { get; init; }

    /// <summary>Whether the model is there in ONNX as well; null where its trainer does not write it.</summary>
    public OnnxForm? Onnx { get; init; }

    /// <summary>The search that found the options; null where they were not searched.</summary>
    public SearchOutcome? Search { get; init; }

    /// <summary>
    /// How good models of these options are on rows that they have not seen; null where that was not asked for.
    /// </summary>
    public CrossValidationScores? CrossValidation { get; init; }

    /// <summary>How well the model fits the rows that it was trained on.</summary>
    public IReadOnlyList<Measurement> Measurements { get; init; } = [];

    /// <summary>How metrics moved while the model was made, where its trainer told.</summary>
    public IReadOnlyList<MetricCurve> Curves { get; init; } = [];

    /// <summary>What became of the inputs, where the trainer told.</summary>
    public IReadOnlyList<TrainedFeature> Features { get; init; } = [];

    /// <summary>Null in documents of version 2, which do not have it.</summary>
    public RunCircumstances? Circumstances { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Duration { get; init; }
}

/// <summary>How many iterations of a training were found to be enough, on rows that it did not learn from.</summary>
public sealed record StoppingChoice
{
    /// <summary>The loss that was watched, such as "log_loss".</summary>
    public required string Metric { get; init; }

    /// <summary>After which it was least; the model was made with so many, of all train rows.</summary>
    public required int Iterations { get; init; }

    /// <summary>The least loss.</summary>
    public required double Value { get; init; }

    /// <summary>How many iterations were watched.</summary>
    public required int Of { get; init; }

    /// <summary>How many of them without a gain end it.</summary>
    public required int Rounds { get; init; }

    /// <summary>How many rows were watched.</summary>
    public required int Rows { get; init; }

    /// <summary>"83 of 120, by log_loss on 602 rows: 0.4102".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Iterations} of {Of}, by {Metric} on {Rows} rows: {Value:0.####}");
}

/// <summary>How good the probabilities of two classes were on the rows they were calibrated on, and are now.</summary>
public sealed record CalibrationReport
{
    /// <summary>"sigmoid" or "isotonic".</summary>
    public required string Method { get; init; }

    /// <summary>How many rows it was fitted on.</summary>
    public required int Rows { get; init; }

    /// <summary>How many of them are of the positive class.</summary>
    public required int Positives { get; init; }

    /// <summary>Of the model's own probabilities on these rows; less is better.</summary>
    public required double BrierScoreBefore { get; init; }

    /// <summary>Of the calibrated ones on the same rows: a little too good to be true, as they were fitted there.</summary>
    public required double BrierScore { get; init; }

    /// <summary>"sigmoid, on 602 rows: brier_score 0.1312, before 0.1401".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Method}, on {Rows} rows: brier_score {BrierScore:0.####}, before {BrierScoreBefore:0.####}");
}

/// <summary>A threshold that was chosen on rows of its own, with what others would have been worth there.</summary>
public sealed record ThresholdChoice
{
    /// <summary>What <see cref="By"/> says where mistakes have costs: their mean by row, of which less is better.</summary>
    public const string Cost = "cost";

    /// <summary>A metric under scikit-learn's name, or <see cref="Cost"/>.</summary>
    public required string By { get; init; }

    /// <summary>How many rows it was chosen on.</summary>
    public required int Rows { get; init; }

    /// <summary>How many of them are of the positive class.</summary>
    public required int Positives { get; init; }

    /// <summary>The smallest probability that means the positive class.</summary>
    public required double Threshold { get; init; }

    /// <summary>At the threshold, on these rows: a little too good to be true, as the threshold was chosen there.</summary>
    public required double Value { get; init; }

    /// <summary>The same at 0.5.</summary>
    public required double ValueAtHalf { get; init; }

    /// <summary>At each hundredth.</summary>
    public required IReadOnlyList<ThresholdPoint> Curve { get; init; }

    /// <summary>Every tenth of the curve, and the threshold itself, for people.</summary>
    public AnswerTable ToTable()
    {
        var tenths = Curve.Where((_, at) => at % 10 == 9).Append(new ThresholdPoint(Threshold, Value));
        return new AnswerTable(
            $"Threshold by {By}, on {Rows} rows of its own",
            ["threshold", By],
            [
                .. tenths.DistinctBy(point => point.Threshold).OrderBy(point => point.Threshold).Select(point =>
                    new AnswerTableRow(point.Threshold.ToString(CultureInfo.InvariantCulture), [point.Value])),
            ]);
    }

    /// <summary>"0.31, chosen by f1 on 602 rows: 0.5231, and 0.4402 at 0.5".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Threshold}, chosen by {By} on {Rows} rows: {Value:0.####}, and {ValueAtHalf:0.####} at 0.5");
}

/// <summary>What a threshold would be worth.</summary>
public sealed record ThresholdPoint(double Threshold, double Value);
