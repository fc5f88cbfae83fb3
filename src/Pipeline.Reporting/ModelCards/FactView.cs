using Scriban.Runtime;

namespace Pipeline.Reporting.ModelCards;

/// <summary>One fact under the names that templates know.</summary>
internal static class FactView
{
    public const string Missing = "not stated";

    public static ScriptObject Of<T>(string label, CardFact<T> fact, Func<T, string> print, bool isCode = false)
        where T : notnull
    {
        var isMissing = fact.Evidence == Evidence.Missing;
        return new ScriptObject
        {
            ["label"] = label,
            ["value"] = isMissing ? Missing : print(fact.Value),
            ["evidence"] = Word(fact.Evidence),
            ["is_missing"] = isMissing,
            ["is_code"] = isCode && !isMissing,
        };
    }

    public static string Word(Evidence evidence) => evidence.ToString().ToLowerInvariant();
}
