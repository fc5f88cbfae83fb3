namespace Pipeline.Data.Expectations;

/// <summary>A column that an expectation names.</summary>
/// <param name="Path">Where, within the expectation: "unique[1]".</param>
/// <param name="Name">As it is in the file.</param>
internal sealed record NamedColumn(string Path, string Name)
{
    public static IEnumerable<NamedColumn> List(string key, IReadOnlyList<string> names) =>
        names.Index().Select(x => new NamedColumn($"{key}[{x.Index}]", x.Item));
}
