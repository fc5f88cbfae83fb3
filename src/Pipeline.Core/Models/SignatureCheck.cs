using Pipeline.Core.Problems;
using Pipeline.Core.Tables;

namespace Pipeline.Core.Models;

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
