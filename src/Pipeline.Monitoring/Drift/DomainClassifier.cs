using MathNet.Numerics;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

/// <summary>How well a model tells rows of a window from rows of the reference.</summary>
/// <param name="Area">Under the ROC curve, of rows that it was not trained on: 0.5 where nothing has changed, up to 1.</param>
/// <param name="Error">The standard error of the area (DeLong).</param>
/// <param name="PValue">How often chance alone gives such an area or a greater one.</param>
public sealed record DomainArea(double Area, double Error, double PValue)
{
    /// <summary>NannyML's upper limit of the area.</summary>
    public const double Limit = 0.65;

    /// <summary>How many rows of the window were told apart.</summary>
    public required int Samples { get; init; }

    /// <summary>From how many rows of the reference.</summary>
    public required int ReferenceSamples { get; init; }

    /// <summary>The measurement that a rule holds against a limit, with an interval of 95 %.</summary>
    public Measurement ToMeasurement() => new()
    {
        Name = "domain_classifier_auc",
        Value = Area,
        Samples = Samples,
        Interval = double.IsFinite(Error)
            ? new ConfidenceInterval(Math.Max(0, Area - (Sure * Error)), Math.Min(1, Area + (Sure * Error)))
            : null,
    };

    private const double Sure = 1.959964;
}

/// <summary>
/// Drift that no column shows alone: a model learns to tell rows of a window from rows of the reference, and is asked about rows
/// that it has not learned from (Lopez-Paz and Oquab, Revisiting classifier two-sample tests, 2017).
/// </summary>
/// <param name="trainer">One that learns two classes.</param>
/// <param name="flavors">Loads what it makes.</param>
public sealed class DomainClassifier(ITrainer trainer, PredictorCatalog flavors)
{
    /// <summary>With fewer rows on a side nothing is learned.</summary>
    public const int FewestRows = 100;

    /// <summary>More rows of a side are not taken.</summary>
    public const int MostRows = 5000;

    private const int Folds = 5;
    private const string Label = "is-current";

    /// <summary>
    /// The area over five folds. Numbers and categories that both tables have are learned from; too few rows, and a trainer that
    /// makes no model, are problems.
    /// </summary>
    /// <param name="reference">Rows of the training data.</param>
    /// <param name="current">Rows of the window.</param>
    /// <param name="seed">What folds, and the draw of too many rows, begin with.</param>
    /// <param name="cancellationToken">Ends it between two folds.</param>
    public Validated<DomainArea> Compare(Table reference, Table current, int seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        if (Math.Min(reference.RowCount, current.RowCount) < FewestRows)
        {
            return Validated.Invalid<DomainArea>(new Problem(FormattableString.Invariant(
                $"{Math.Min(reference.RowCount, current.RowCount)} rows are too few for a domain classifier of {FewestRows}.")));
        }

        var rows = SharedRows.Of(reference, current, MostRows, seed);
        if (rows.Columns.Count == 0)
            return Validated.Invalid<DomainArea>(new Problem("Reference and window have no number and no category in common."));
        var table = new Table([.. rows.Columns, new NumberColumn(Label, [.. rows.AreCurrent.Select(x => x ? 1.0 : 0.0)])]);
        var fold = FoldsOf(table.RowCount, seed);
        var scores = new double[table.RowCount];
        for (var i = 0; i < Folds; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] held = [.. Enumerable.Range(0, fold.Length).Where(x => fold[x] == i)];
            int[] learned = [.. Enumerable.Range(0, fold.Length).Where(x => fold[x] != i)];
            var trained = trainer.Train(Request(table.Select(learned), seed), new Progress<StepEvent>(), cancellationToken);
            if (!trained.TryGet(out var model))
                return Validated.Invalid<DomainArea>(trained.Problems);
            using var predictor = flavors.Load(model.Artifact);
            var scored = predictor.Score(table.Select(held).Without(Label), cancellationToken);
            var answers = (NumberColumn)(scored.TryGet(ModelOutputs.Probability, out var found) ? found : scored.Columns[0]);
            foreach (var (place, row) in held.Index())
                scores[row] = answers.Values[place];
        }

        return Validated.Valid(Measure(rows.AreCurrent, scores));
    }

    private static TrainingRequest Request(Table rows, int seed) => new()
    {
        Set = new TrainingSet { Rows = rows, Task = ModelTask.BinaryClassification, Label = Label },
        Seed = seed,
    };

    private static DomainArea Measure(IReadOnlyList<bool> areCurrent, double[] scores)
    {
        var area = DeLong.Of(areCurrent, scores, scores);
        var count = areCurrent.Count(x => x);
        var others = areCurrent.Count - count;
        // Mann's and Whitney's variance of an area where both samples are of one distribution.
        var deviation = Math.Sqrt((count + others + 1) / (12.0 * count * others));
        return new DomainArea(
            area.First, area.FirstError, SpecialFunctions.Erfc((area.First - 0.5) / deviation / Constants.Sqrt2) / 2)
        {
            Samples = count,
            ReferenceSamples = others,
        };
    }

    private static int[] FoldsOf(int rows, int seed)
    {
        var random = new SeededRandom(seed, stream: 1);
        int[] folds = [.. Enumerable.Range(0, rows).Select(x => x % Folds)];
        for (var i = rows - 1; i > 0; i--)
        {
            var other = random.Below(i + 1);
            (folds[i], folds[other]) = (folds[other], folds[i]);
        }

        return folds;
    }
}

/// <summary>Rows of two tables under each other, with the columns that both have.</summary>
/// <param name="Columns">Numbers and categories, in the order of the reference.</param>
/// <param name="AreCurrent">Row by row, whether it is of the second table.</param>
internal sealed record SharedRows(IReadOnlyList<Column> Columns, IReadOnlyList<bool> AreCurrent)
{
    public static SharedRows Of(Table reference, Table current, int mostRows, int seed)
    {
        var (first, second) = (Draw(reference, mostRows, seed, 2), Draw(current, mostRows, seed, 3));
        var columns = first.Columns.Where(x => second.TryGet(x.Name, out var other) && other.Type == x.Type)
            .Select(x => Join(x, second[x.Name])).OfType<Column>();
        return new SharedRows(
            [.. columns], [.. Enumerable.Repeat(false, first.RowCount), .. Enumerable.Repeat(true, second.RowCount)]);
    }

    private static Column? Join(Column first, Column second)
    {
        if (first is NumberColumn numbers && second is NumberColumn others)
            return new NumberColumn(first.Name, [.. numbers.Values, .. others.Values]);
        if (first is not CategoryColumn names || second is not CategoryColumn otherNames)
            return null;
        var domain = new CategoryDomain(names.Domain.Names.Union(otherNames.Domain.Names));
        var codes = otherNames.Codes.Select(x => x < 0 ? x : domain.CodeOf(otherNames.Domain.Names[x]));
        return new CategoryColumn(first.Name, [.. names.Codes, .. codes], domain);
    }

    /// <summary>So many rows of a table, each as likely; all of them where there are no more.</summary>
    private static Table Draw(Table table, int count, int seed, int stream)
    {
        var reservoir = new Reservoir<int>(count, seed, stream);
        for (var row = 0; row < table.RowCount; row++)
            reservoir.Add(row);
        return table.RowCount <= count ? table : table.Select([.. reservoir.Items.Order()]);
    }
}
