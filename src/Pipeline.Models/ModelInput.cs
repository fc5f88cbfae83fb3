using Pipeline.Core.Checks;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Models;

/// <summary>A column that a model reads.</summary>
/// <param name="Name">As in the data.</param>
/// <param name="Type">How a table keeps its values.</param>
/// <param name="MayBeMissing">
/// The training rows had missing values here. Without them a model still answers, but with a guess that nothing has tested.
/// </param>
/// <param name="Categories">In ordinal order; null for other types. Any other name counts as unseen.</param>
public sealed record ModelInput(
    string Name, ColumnType Type, bool MayBeMissing, IReadOnlyList<string>? Categories = null)
{
    /// <summary>What its values mean, which says how they may be spelled. Default: what <see cref="Type"/> alone tells.</summary>
    public DataType DataType { get; init; } = Type switch
    {
        ColumnType.Number => DataType.Number,
        ColumnType.Category => DataType.Category,
        _ => DataType.Text,
    };

    /// <summary>The values that the manifest accepts; null for any.</summary>
    public Criterion? Accepts { get; init; }
}
