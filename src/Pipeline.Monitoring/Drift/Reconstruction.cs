using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Models.Tables;

namespace Pipeline.Monitoring.Drift;

/// <summary>How far rows are from what the principal components of the reference make of them.</summary>
/// <param name="Error">The mean distance of the window's rows, in standard deviations of a column.</param>
/// <param name="Low">Below it, the mean of so many rows of the reference is less than once in 740 times.</param>
/// <param name="High">And above it.</param>
public sealed record ReconstructionError(double Error, double Low, double High)
{
    /// <summary>How many rows of the window it is of.</summary>
    public required int Samples { get; init; }

    /// <summary>How many components there are, of how many dimensions.</summary>
    public required int Components { get; init; }

    /// <summary>The relations between columns are others than they were.</summary>
    public bool IsDrifted => Error < Low || Error > High;

    /// <summary>The same in standard deviations of such a mean: below -3 and above 3 it is drift.</summary>
    public double Shift => High > Low ? Limit * ((2 * Error) - High - Low) / (High - Low) : Error.CompareTo(High) * Limit;

    public Measurement ToMeasurement() => new() { Name = "pca_reconstruction_error", Value = Error, Samples = Samples };

    /// <summary>Standard deviations of the mean, in the bounds.</summary>
    internal const double Limit = 3;
}

/// <summary>What windows are reconstructed by, kept with a model: no row is in it.</summary>
public sealed record ReconstructionReference
{
    /// <summary>What rows are as vectors.</summary>
    public required IReadOnlyList<ReconstructionDimension> Dimensions { get; init; }

    /// <summary>Vectors of length 1, each with a number for each dimension.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Components { get; init; }

    /// <summary>Of the errors of rows that the components were not fitted to.</summary>
    public required double Mean { get; init; }

    /// <summary>The standard deviation of these errors.</summary>
    public required double Deviation { get; init; }

    /// <summary>How many there were.</summary>
    public required int Rows { get; init; }
}

/// <summary>A number of a row: a column's, or 1 where a category has this value and 0 where not; then standardised.</summary>
/// <param name="Column">Of the table.</param>
/// <param name="Mean">That is taken off.</param>
/// <param name="Deviation">That it is divided by.</param>
public sealed record ReconstructionDimension(string Column, double Mean, double Deviation)
{
    /// <summary>Of a category; null for a number.</summary>
    public string? Value { get; init; }
}

/// <summary>
/// Drift that no column shows alone: relations between columns that have changed. Components that explain 65 % of the reference's
/// variance are fitted to one half of it; the other half says which error is usual (as NannyML's data reconstruction).
/// </summary>
public sealed class Reconstruction
{
    private const double Explained = 0.65;
    private const int FewestRows = 200;
    private const int MostDimensions = 300;
    private const int MostNames = 20;

    private readonly List<Encoding> _encodings;
    private readonly double[][] _components;
    private readonly (double Mean, double Deviation, int Count) _usual;

    private Reconstruction(List<Encoding> encodings, double[][] components, Table held)
    {
        (_encodings, _components) = (encodings, components);
        var errors = Errors(held);
        var mean = errors.Average();
        _usual = (mean, Math.Sqrt(errors.Sum(x => (x - mean) * (x - mean)) / (errors.Length - 1)), errors.Length);
    }

    /// <param name="reference">That <see cref="ToReference"/> made.</param>
    public Reconstruction(ReconstructionReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        _encodings = [.. reference.Dimensions.Select(
            x => new Encoding(x.Column, x.Value) { Mean = x.Mean, Deviation = x.Deviation })];
        _components = [.. reference.Components.Select(x => x.ToArray())];
        _usual = (reference.Mean, reference.Deviation, reference.Rows);
    }

    /// <summary>All of it, without any row.</summary>
    public ReconstructionReference ToReference() => new()
    {
        Dimensions = [.. _encodings.Select(x => new ReconstructionDimension(x.Column, x.Mean, x.Deviation) { Value = x.Name })],
        Components = _components,
        Mean = _usual.Mean,
        Deviation = _usual.Deviation,
        Rows = _usual.Count,
    };

    /// <summary>
    /// Numbers are standardised, the 20 most frequent names of a category become indicators, missing values the mean.
    /// </summary>
    /// <param name="reference">Rows of the training data, at least 200, in no order that means anything.</param>
    public static Validated<Reconstruction> Fit(Table reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.RowCount < FewestRows)
        {
            return Validated.Invalid<Reconstruction>(new Problem(FormattableString.Invariant(
                $"{reference.RowCount} rows of the reference are too few for principal components; {FewestRows} are not.")));
        }

        int[] even = [.. Enumerable.Range(0, reference.RowCount).Where(x => x % 2 == 0)];
        int[] odd = [.. Enumerable.Range(0, reference.RowCount).Where(x => x % 2 == 1)];
        var (learned, held) = (reference.Select(even), reference.Select(odd));
        var encodings = learned.Columns.SelectMany(x => Encoding.Of(x, MostNames)).Take(MostDimensions).ToList();
        return encodings.Count < 2
            ? Validated.Invalid<Reconstruction>(new Problem("Principal components need two columns that vary."))
            : Validated.Valid(new Reconstruction(
                encodings, PrincipalComponents.Of([.. Encode(encodings, learned)], Explained), held));
    }

    /// <summary>A window that lacks a column of the reference, or has it of another type, is a problem.</summary>
    public Validated<ReconstructionError> Compare(Table current)
    {
        ArgumentNullException.ThrowIfNull(current);
        if (_encodings.FirstOrDefault(x => !current.TryGet(x.Column, out var column) || column.Type != x.Type) is { } lacking)
            return Validated.Invalid<ReconstructionError>(new Problem($"The window lacks the column '{lacking.Column}'."));
        if (current.RowCount == 0)
            return Validated.Invalid<ReconstructionError>(new Problem("The window has no rows."));
        var usual = _usual.Deviation * Math.Sqrt((1.0 / current.RowCount) + (1.0 / _usual.Count));
        var (low, high) = (_usual.Mean - (ReconstructionError.Limit * usual), _usual.Mean + (ReconstructionError.Limit * usual));
        return Validated.Valid(new ReconstructionError(Errors(current).Average(), low, high)
        {
            Samples = current.RowCount,
            Components = _components.Length,
        });
    }

    private double[] Errors(Table rows) => [.. Encode(_encodings, rows).Select(Error)];

    /// <summary>By Pythagoras: what is left of the length of a row beside its components.</summary>
    private double Error(double[] row)
    {
        var left = row.Sum(x => x * x);
        foreach (var component in _components)
        {
            var along = 0.0;
            for (var i = 0; i < row.Length; i++)
                along += row[i] * component[i];
            left -= along * along;
        }

        return Math.Sqrt(Math.Max(0, left));
    }

    private static IEnumerable<double[]> Encode(List<Encoding> encodings, Table rows)
    {
        var columns = encodings.Select(x => rows[x.Column]).ToList();
        for (var row = 0; row < rows.RowCount; row++)
        {
            var encoded = new double[encodings.Count];
            for (var i = 0; i < encoded.Length; i++)
                encoded[i] = encodings[i].Value(columns[i], row);
            yield return encoded;
        }
    }

    /// <summary>A column, or one name of it, as a number with the mean 0 and the standard deviation 1.</summary>
    /// <param name="Column">Its name.</param>
    /// <param name="Name">Of a category; null for a number.</param>
    private sealed record Encoding(string Column, string? Name)
    {
        public ColumnType Type => Name is null ? ColumnType.Number : ColumnType.Category;

        public double Mean { get; init; }

        public double Deviation { get; init; } = 1;

        public static IEnumerable<Encoding> Of(Column column, int mostNames)
        {
            var names = column is CategoryColumn category
                ? category.Codes.Where(x => x >= 0).CountBy(x => x).OrderByDescending(x => x.Value).ThenBy(x => x.Key)
                    .Take(mostNames).Select(x => (string?)category.Domain.Names[x.Key])
                : Enumerable.Repeat(default(string), column is NumberColumn ? 1 : 0);
            return names.Select(x => new Encoding(column.Name, x).Fitted(column)).OfType<Encoding>();
        }

        public double Value(Column column, int row) => column.IsMissing(row) ? 0 : (Raw(column, row) - Mean) / Deviation;

        private double Raw(Column column, int row) => column is NumberColumn numbers ? numbers.Values[row]
            : column.Text(row) == Name ? 1 : 0;

        /// <summary>Null where the column does not vary.</summary>
        private Encoding? Fitted(Column column)
        {
            double[] values = [.. Enumerable.Range(0, column.Count).Where(x => !column.IsMissing(x)).Select(x => Raw(column, x))];
            var moments = Statistics.Moments.Of(values);
            return moments.Count > 1 && moments.StandardDeviation is > 0 and < double.PositiveInfinity
                ? this with { Mean = moments.Mean, Deviation = moments.StandardDeviation }
                : null;
        }
    }
}

/// <summary>The directions in which rows vary most.</summary>
internal static class PrincipalComponents
{
    /// <summary>As few as explain a share of the variance, and at least one fewer than there are dimensions.</summary>
    /// <param name="rows">With the mean 0.</param>
    /// <param name="share">Above 0 and below 1.</param>
    /// <returns>Each of length 1, and square to the others.</returns>
    public static double[][] Of(double[][] rows, double share)
    {
        var size = rows[0].Length;
        var products = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(size, size);
        foreach (var row in rows)
        {
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j <= i; j++)
                    products[i, j] += row[i] * row[j];
            }
        }

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++)
                products[j, i] = products[i, j];
        }

        var parts = products.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        var (values, components, explained) = (parts.EigenValues, new List<double[]>(), 0.0);
        var whole = values.Sum(x => x.Real);
        for (var i = size - 1; i > 0 && explained < share * whole; i--)
        {
            components.Add(parts.EigenVectors.Column(i).ToArray());
            explained += values[i].Real;
        }

        return [.. components];
    }
}
