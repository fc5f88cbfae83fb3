using Scriban.Runtime;

namespace Pipeline.Reporting.ModelCards;

/// <summary>Facts under a title, in the order in which they are shown.</summary>
internal sealed class SectionView
{
    private readonly ScriptArray _facts = new();

    public SectionView(string title)
    {
        Title = title;
        Members["title"] = title;
        Members["facts"] = _facts;
    }

    public string Title { get; }

    public ScriptObject Members { get; } = new();

    public IEnumerable<ScriptObject> Facts => _facts.OfType<ScriptObject>();

    /// <param name="name">The name that templates know it by; null for a fact that is only in the list.</param>
    /// <param name="fact">What <see cref="FactView"/> made.</param>
    public void Add(string? name, ScriptObject fact)
    {
        _facts.Add(fact);
        if (name is not null)
            Members[name] = fact;
    }
}
