using Pipeline.Core.Tables;

namespace Pipeline.MLNet.Rows;

/// <summary>How ML.NET is told of categories: as texts, a missing one being a category of its own.</summary>
internal static class CategoryText
{
    /// <summary>ML.NET does not tell an empty text from a missing one, so an empty category is this as well.</summary>
    private const string Missing = "(missing)";

    public static ReadOnlyMemory<char> Of(string? category) => (string.IsNullOrEmpty(category) ? Missing : category).AsMemory();

    /// <summary>By code, the text of a missing value first.</summary>
    public static ReadOnlyMemory<char>[] ByCode(CategoryDomain domain) => [Of(null), .. domain.Names.Select(Of)];
}
