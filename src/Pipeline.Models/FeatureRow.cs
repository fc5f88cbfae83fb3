using Pipeline.Models.Tables;


namespace Pipeline.Models;

/// <summary>
/// One row as a model reads it, to be filled and scored again and again without allocating. Inputs are numbered as in the
/// signature; one that was never set is missing. Not for two threads at once.
/// </summary>
public sealed class FeatureRow
{
    private readonly double[] _numbers;
    private readonly string?[] _texts;

    public FeatureRow(ModelSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        Signature = signature;
        _numbers = new double[signature.Inputs.Count];
        _texts = new string?[signature.Inputs.Count];
        Clear();
    }

    public ModelSignature Signature { get; }

    /// <summary>NaN where it is missing.</summary>
    public double Number(int input) => _numbers[input];

    /// <summary>The category or the text; null where it is missing.</summary>
    public string? Text(int input) => _texts[input];

    /// <exception cref="ArgumentException">The input is not a number.</exception>
    public void Set(int input, double value) =>
        _numbers[input] = IsNumber(input) ? value : throw Mismatch(input, "a number");

    /// <exception cref="ArgumentException">The input is a number.</exception>
    public void Set(int input, string? value) =>
        _texts[input] = IsNumber(input) ? throw Mismatch(input, "a text") : value;

    /// <summary>Makes every input missing.</summary>
    public void Clear()
    {
        Array.Fill(_numbers, double.NaN);
        Array.Clear(_texts);
    }

    /// <summary>Takes a row of a table that <see cref="SignatureCheck"/> has no problem with.</summary>
    public void Fill(Table rows, int row)
    {
        ArgumentNullException.ThrowIfNull(rows);
        for (var input = 0; input < _numbers.Length; input++)
        {
            var column = rows[Signature.Inputs[input].Name];
            if (!IsNumber(input))
                _texts[input] = column.Text(row);
            else
                _numbers[input] = column is NumberColumn numbers ? numbers.Values[row] : double.NaN;
        }
    }

    private bool IsNumber(int input) => Signature.Inputs[input].Type == ColumnType.Number;

    private ArgumentException Mismatch(int input, string given) =>
        new($"'{Signature.Inputs[input].Name}' is a {Signature.Inputs[input].Type}, and {given} was given.", nameof(input));
}
