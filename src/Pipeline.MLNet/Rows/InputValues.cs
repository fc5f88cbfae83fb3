using Pipeline.Models.Tables;


namespace Pipeline.MLNet.Rows;

/// <summary>How ML.NET is told of values, in training and in service alike.</summary>
internal static class InputValues
{
    /// <summary>ML.NET does not tell an empty text from a missing one, so an empty category is this as well.</summary>
    private const string Missing = "(missing)";

    /// <summary>
    /// A missing number is NaN. What is too large for a float is the largest one: an infinity would make trees leave out the row
    /// in training, and answer at random in service.
    /// </summary>
    public static float Number(double value) => float.Clamp((float)value, float.MinValue, float.MaxValue);

    public static ReadOnlyMemory<char> Category(string? category) =>
        (string.IsNullOrEmpty(category) ? Missing : category).AsMemory();

    /// <summary>By code, the text of a missing value first.</summary>
    public static ReadOnlyMemory<char>[] ByCode(CategoryDomain domain) => [Category(null), .. domain.Names.Select(Category)];
}
