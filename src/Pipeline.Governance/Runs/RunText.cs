using System.Text.RegularExpressions;
using Pipeline.Core.Problems;
using Pipeline.Governance.Registry;

namespace Pipeline.Governance.Runs;

/// <summary>What people may write on a run.</summary>
internal static partial class RunText
{
    private const int MostInValue = 200;

    public static IEnumerable<Problem> OfTag(string tag)
    {
        if (!TagName().IsMatch(tag))
        {
            yield return new Problem(
                "The name of the tag is no name; 1 to 100 letters, digits, and '_', '-', '.', '/' are.",
                "Write it as stage=candidate.");
        }
    }

    public static IEnumerable<Problem> OfValue(string value)
    {
        foreach (var problem in AuditText.Name("The tag's value", value))
            yield return problem;
        if (value.Length is > MostInValue and <= AuditText.MostInName)
            yield return new Problem($"The tag's value has {value.Length} characters; at most {MostInValue} are kept.");
    }

    public static IEnumerable<Problem> OfNote(string note) =>
        AuditText.OfText("The note", note, "Say in a sentence what should be known of the run.");

    [GeneratedRegex(@"\A[\p{L}\p{Nd}_./-]{1,100}\z")]
    private static partial Regex TagName();
}
