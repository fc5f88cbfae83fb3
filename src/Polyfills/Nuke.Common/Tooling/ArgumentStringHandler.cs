using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.Tooling;

/// <summary>
/// Builds a command line from an interpolated string in which each hole is one argument, whatever it holds: it is put
/// in quotes where it needs them, or escaped within quotes of the literal text. The items of a collection become one
/// argument each. Formats: <c>:r</c> is a secret and never shown; <c>:nq</c> goes in as it is;
/// <c>:d</c> and <c>:dn</c> quote always and as needed.
/// </summary>
[InterpolatedStringHandler]
public ref struct ArgumentStringHandler
{
    private const string Redacted = "r";

    private readonly StringBuilder _text;
    private readonly List<string> _secrets;

    /// <summary>Whether the text so far ends within double quotes that it opened.</summary>
    private bool _open;

    /// <summary>How many backslashes the last hole ended with, which count double if a quote comes next.</summary>
    private int _hanging;

    public ArgumentStringHandler(int literalLength, int formattedCount, out bool handlerIsValid)
    {
        _text = new StringBuilder(literalLength + (16 * formattedCount));
        _secrets = [];
        handlerIsValid = true;
    }

    /// <summary>A command line that is in order as it is.</summary>
    public static implicit operator ArgumentStringHandler(string value)
    {
        var handler = new ArgumentStringHandler(value?.Length ?? 0, 0, out _);
        handler.AppendLiteral(value);
        return handler;
    }

    public void AppendLiteral(string value)
    {
        var text = value ?? "";
        if (_open && text.TrimStart('\\').StartsWith('"'))
            _text.Append('\\', _hanging);
        _hanging = 0;
        _text.Append(text);
        _open = Quoting.IsOpen(text, _open);
    }

    public void AppendFormatted(object obj, int alignment = 0, string format = null)
    {
        if (alignment != 0)
            throw new NotSupportedException("Arguments cannot be aligned.");
        if (obj is IEnumerable items and not string)
            AppendItems(items.Cast<object>(), format);
        else if (obj != null)
            AppendItem(obj, format);
    }

    public void AppendFormatted(IEnumerable<IAbsolutePathHolder> paths, int alignment = 0, string format = null) =>
        AppendFormatted((object)paths?.Select(x => (object)x.Path).ToList(), alignment, format);

    public string ToStringAndClear()
    {
        var text = _text?.ToString() ?? "";
        _text?.Clear();
        return text;
    }

    /// <summary>What hides this command line's secrets in any text.</summary>
    public Func<string, string> GetFilter() => Redaction.Of(_secrets ?? []);

    private void AppendItems(IEnumerable<object> items, string format)
    {
        var first = true;
        foreach (var item in items.Where(x => x != null))
        {
            if (!first)
                _text.Append(' ');
            AppendItem(item, format);
            first = false;
        }
    }

    private void AppendItem(object item, string format)
    {
        var text = ToText(item, format is Redacted || IsQuotation(format) ? null : format);
        if (format == Redacted && text.Length > 0)
            _secrets.Add(text);
        if (format == AbsolutePath.NoQuotes)
            AppendLiteral(text);
        else if (_open)
            AppendWithinQuotes(text);
        else
            AppendArgument(format == AbsolutePath.DoubleQuote ? Quoting.Argument(text) : Quoting.ArgumentIfNeeded(text));
    }

    private void AppendArgument(string argument)
    {
        if (argument.StartsWith('"'))
            _text.Append('\\', Quoting.TrailingBackslashes(_text));
        _text.Append(argument);
    }

    private void AppendWithinQuotes(string text)
    {
        if (text.TrimStart('\\').StartsWith('"'))
            _text.Append('\\', Quoting.TrailingBackslashes(_text));
        _text.Append(Quoting.ArgumentBody(text, beforeQuote: false));
        _hanging = text.Length - text.TrimEnd('\\').Length;
    }

    private static bool IsQuotation(string format) =>
        format is AbsolutePath.NoQuotes or AbsolutePath.DoubleQuote or AbsolutePath.DoubleQuoteIfNeeded;

    private static string ToText(object item, string format) => item switch
    {
        AbsolutePath path when format == null => path,
        IAbsolutePathHolder holder when format == null => holder.Path,
        IFormattable formattable => formattable.ToString(format, System.Globalization.CultureInfo.InvariantCulture),
        _ when format != null => throw new FormatException($"The argument format '{format}' is not known; use r, nq, d or dn."),
        _ => item.ToString() ?? "",
    };
}
