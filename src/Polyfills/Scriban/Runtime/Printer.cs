using System;
using System.Collections;
using System.Linq;
using System.Text;

namespace Scriban.Runtime;

/// <summary>The text of a value: plain at the top, quoted within lists and objects.</summary>
internal sealed class Printer(TemplateContext context)
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public string Print(object value, bool isNested)
    {
        Append(value, isNested);
        return _text.ToString();
    }

    /// <summary>A string as a template would write it.</summary>
    public static string Quote(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var c in text)
            result.Append(Escape(c) ?? c.ToString());
        return result.Append('"').ToString();
    }

    public static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        '\0' => "\\0",
        _ => null,
    };

    private void Append(object value, bool isNested)
    {
        switch (value)
        {
            case null:
                _text.Append(isNested ? "null" : string.Empty);
                break;
            case string text:
                _text.Append(isNested ? Quote(text) : text);
                break;
            case EmptyScriptObject:
                break;
            case IScriptCustomFunction:
                _text.Append("<function>");
                break;
            case IScriptObject or IDictionary:
                AppendMembers(value);
                break;
            case IEnumerable items:
                AppendItems(items);
                break;
            default:
                _text.Append(Plain(value));
                break;
        }

        if (context.LimitToString > 0 && _text.Length > context.LimitToString)
            throw Failure($"The text of a value is longer than the limit of {context.LimitToString} characters.");
    }

    private string Plain(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DateTime date => Functions.DateFormat.Default(context, date),
        IFormattable formattable => formattable.ToString(null, context.CurrentCulture),
        _ => value.ToString(),
    };

    private void AppendItems(IEnumerable items)
    {
        Enter();
        _text.Append('[');
        var separator = string.Empty;
        foreach (var item in Enumeration.Bounded(context, context.CurrentOrNothing, items))
        {
            _text.Append(separator);
            Append(item, isNested: true);
            separator = ", ";
        }

        _text.Append(']');
        _depth--;
    }

    private void AppendMembers(object owner)
    {
        Enter();
        _text.Append('{');
        var separator = string.Empty;
        foreach (var name in Members.Names(context, owner).ToList())
        {
            Members.TryGet(context, context.CurrentOrNothing, owner, name, out var value);
            _text.Append(separator).Append(name).Append(": ");
            Append(value, isNested: true);
            separator = ", ";
        }

        _text.Append('}');
        _depth--;
    }

    private void Enter()
    {
        _depth++;
        if (context.ObjectRecursionLimit > 0 && _depth > context.ObjectRecursionLimit)
            throw Failure($"A value nests deeper than the limit of {context.ObjectRecursionLimit} levels, or contains itself.");
    }

    private Syntax.ScriptRuntimeException Failure(string message) => context.CurrentOrNothing.Error(message);
}
