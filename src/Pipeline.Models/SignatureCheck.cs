using Pipeline.Core.Problems;
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
