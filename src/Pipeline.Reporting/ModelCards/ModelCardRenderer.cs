using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Core.Problems;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Pipeline.Reporting.ModelCards;

/// <summary>Writes model cards. The same card, template and time make the same text on every machine.</summary>
/// <param name="clock">Says when the card was written, which every card shows.</param>
public sealed partial class ModelCardRenderer(TimeProvider clock)
{
    /// <summary>How long one card may take; the default is 10 s, a thousand times what a card of the toolkit needs.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The text of the card; a name that the template misspells, and whatever else fails in it, is a problem.</summary>
    public Validated<string> Render(ModelCard card, CardTemplate template)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(template);
        var view = CardView.Of(card, clock.GetUtcNow());
        // Limits of loops and recursion do not bound their product: only time does.
        using var deadline = new CancellationTokenSource(Longest);
        try
        {
            return Validated.Valid(template.Template.Render(
                new CardContext(view, template.Medium) { CancellationToken = deadline.Token }));
        }
        catch (ScriptAbortException abort)
        {
            return Validated.Invalid<string>(TooSlow(abort, template.File));
        }
        catch (ScriptRuntimeException failure)
        {
            return Validated.Invalid<string>(ProblemOf(failure, template.File, view));
        }
    }

    private Problem TooSlow(ScriptAbortException abort, string file)
    {
        var seconds = Longest.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return new Problem(
            file, abort.Span.Start.Line + 1, abort.Span.Start.Column + 1,
            $"The template takes longer than the {seconds} s that one card may take, and was ended here.",
            "Loop over what the card has, and keep no text that grows with each turn.");
    }

    private static Problem ProblemOf(ScriptRuntimeException failure, string file, ScriptObject view)
    {
        var start = failure.Span.Start;
        var unknown = Unknown().Match(failure.OriginalMessage);
        var hint = unknown.Success ? NearestNames.Hint(unknown.Groups["name"].Value, [.. view.GetMembers()]) : null;
        var message = failure.OriginalMessage.TrimEnd('.') + ".";
        return new Problem(file, start.Line + 1, start.Column + 1, message, hint);
    }

    [GeneratedRegex("^The variable or function `(?<name>[^`]*)` was not found")]
    private static partial Regex Unknown();
}
