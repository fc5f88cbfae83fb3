using System.ComponentModel;
using Pipeline.Core.Checks;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.Models;

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
