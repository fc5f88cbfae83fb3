using System;
using System.Linq;
using System.Text.RegularExpressions;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

/// <summary>Regular expressions; each ends after the context's time-out.</summary>
internal static class RegexFunctions
{
    public static string Escape(string pattern) => Regex.Escape(pattern);

    public static string Unescape(string pattern) => Regex.Unescape(pattern);

    /// <summary>The match and its groups; empty where nothing matches.</summary>
    public static ScriptArray Match(
        TemplateContext context, ScriptNode caller, string text, string pattern, string options = null)
    {
        var match = Create(context, caller, pattern, options).Match(text ?? string.Empty);
        return match.Success ? Groups(match) : [];
    }

    public static ScriptArray Matches(
        TemplateContext context, ScriptNode caller, string text, string pattern, string options = null)
    {
        var matches = Create(context, caller, pattern, options).Matches(text ?? string.Empty);
        return new ScriptArray(Enumeration.Bounded(context, caller, matches).Select(x => Groups((Match)x)));
    }

    public static string Replace(
        TemplateContext context, ScriptNode caller, string text, string pattern, string replace, string options = null)
    {
        var length = 0L;
        return Create(context, caller, pattern, options).Replace(text ?? string.Empty, match =>
        {
            var result = match.Result(replace ?? string.Empty);
            context.CheckLength(caller, length += result.Length);
            return result;
        });
    }

    public static ScriptArray Split(
        TemplateContext context, ScriptNode caller, string text, string pattern, string options = null) =>
        new(Create(context, caller, pattern, options).Split(text ?? string.Empty));

    private static Regex Create(TemplateContext context, ScriptNode caller, string pattern, string options)
    {
        try
        {
            return new Regex(pattern ?? string.Empty, Options(options), context.RegexTimeOut);
        }
        catch (ArgumentException failure)
        {
            throw new ScriptRuntimeException(caller.Span, failure.Message, failure);
        }
    }

    private static RegexOptions Options(string letters) => (letters ?? string.Empty).Aggregate(RegexOptions.None, (all, letter) =>
        all | letter switch
        {
            'i' => RegexOptions.IgnoreCase,
            'm' => RegexOptions.Multiline,
            's' => RegexOptions.Singleline,
            'x' => RegexOptions.IgnorePatternWhitespace,
            _ => throw new ArgumentException($"`{letter}` is not an option of a regular expression; `i`, `m`, `s` and `x` are."),
        });

    private static ScriptArray Groups(Match match) => new(match.Groups.Cast<Group>().Select(x => x.Value));
}
