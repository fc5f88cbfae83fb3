namespace Pipeline.Core.Checks;

/// <summary>Has a name and nothing else.</summary>
internal sealed class NamedExpectation(string name) : ICustomExpectation
{
    public string Name => name;

    public IRowTest Create(IReadOnlyDictionary<string, string> options) => throw new NotSupportedException();
}
