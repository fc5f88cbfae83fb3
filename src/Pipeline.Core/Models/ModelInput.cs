using Pipeline.Core.Tables;

namespace Pipeline.Core.Models;

/// <summary>A column that a model reads.</summary>
/// <param name="Name">As in the data.</param>
/// <param name="Type">What its values are.</param>
/// <param name="MayBeMissing">
/// The training rows had missing values here. Without them a model still answers, but with a guess that nothing has tested.
/// </param>
/// <param name="Categories">In ordinal order; null for other types. Any other name counts as unseen.</param>
public sealed record ModelInput(
    string Name, ColumnType Type, bool MayBeMissing, IReadOnlyList<string>? Categories = null);
