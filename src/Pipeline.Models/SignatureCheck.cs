using System.ComponentModel;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.Models;

/// <summary>Whether a table has what a model reads.</summary>
public static class SignatureCheck
{
    /// <summary>
    /// A missing column and one of another type, all at once. A column that the model does not read is ignored, and a text stands
    /// for a category and a category for a text. A column that has no value at all fits every input.
    /// </summary>
    public static IReadOnlyList<Problem> Check(this ModelSignature signature, Table rows)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(rows);
        var names = rows.Columns.Select(x => x.Name).ToList();
        return [.. signature.Inputs.Select(x => Check(x, rows, names)).OfType<Problem>()];
    }

    /// <summary>
    /// Which rows of a table that <see cref="Check(ModelSignature, Table)"/> has no problem with a server answers: nothing is
    /// missing that never was in training, and no value is unseen where such rows are refused.
    /// </summary>
    public static IReadOnlyList<int> AnsweredRows(this ModelSignature signature, Table rows)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(rows);
        var tests = signature.Inputs.Select(x => Answered(signature, x, rows[x.Name])).ToList();
        return [.. Enumerable.Range(0, rows.RowCount).Where(row => tests.TrueForAll(x => x(row)))];
    }

    private static Func<int, bool> Answered(ModelSignature signature, ModelInput input, Column column)
    {
        var known = new KnownValues(input, new ValueReader(input.DataType, signature.Spellings));
        return row => column.IsMissing(row)
            ? input.MayBeMissing
            : signature.Unseen == UnseenPolicy.Warn
                || (column is NumberColumn numbers ? known.Has(numbers.Values[row]) : known.Has(column.Text(row)!));
    }

    private static Problem? Check(ModelInput input, Table rows, List<string> names)
    {
        if (!rows.TryGet(input.Name, out var column))
        {
            return new Problem(
                $"The model reads '{input.Name}', and there is no such column.", NearestNames.Hint(input.Name, names));
        }

        var fits = column.MissingCount == column.Count
            || (input.Type == ColumnType.Number) == (column.Type == ColumnType.Number);
        return fits ? null : new Problem(
            $"The model reads '{input.Name}' as {Words(input.Type)}, and the column has {Words(column.Type)}.");
    }

    private static string Words(ColumnType type) => type switch
    {
        ColumnType.Number => "numbers",
        ColumnType.Category => "categories",
        _ => "texts",
    };
}

/// <summary>What a manifest says of the values that a model reads. It goes into the model's signature.</summary>
public sealed record InputDeclarations
{
    public ValueSpellings Spellings { get; init; } = ValueSpellings.Usual;

    public UnseenPolicy Unseen { get; init; } = UnseenPolicy.Warn;

    /// <summary>By column; one that is not there is of the type that its table's column has.</summary>
    public IReadOnlyDictionary<string, DeclaredInput> Columns { get; init; } = new Dictionary<string, DeclaredInput>();

    /// <summary>The input that a column to learn from becomes.</summary>
    public ModelInput InputOf(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var categories = column is CategoryColumn named ? Occurring(named) : null;
        var input = new ModelInput(column.Name, column.Type, column.MissingCount > 0, categories);
        return Columns.TryGetValue(column.Name, out var declared)
            ? input with { DataType = declared.Type, Accepts = declared.Accepts }
            : input;
    }

    private static IReadOnlyList<string> Occurring(CategoryColumn column) =>
        [.. column.Codes.Distinct().Where(x => x >= 0).Select(x => column.Domain.Names[x]).Order(StringComparer.Ordinal)];
}

/// <param name="Type">What the values mean.</param>
/// <param name="Accepts">Limits or a list of values; null for any.</param>
public sealed record DeclaredInput(DataType Type, Criterion? Accepts = null);

/// <summary>
/// What becomes of a row with a value that training has not seen: a category that is new, or a value that its column's limits do
/// not accept. Either way it is counted.
/// </summary>
public enum UnseenPolicy
{
    [Description("The row is answered.")]
    Warn,

    [Description("The row is refused.")]
    Refuse,
}
