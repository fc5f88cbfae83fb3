using System;
using System.Collections;
using System.Linq;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

internal static class ObjectFunctions
{
    public static object Default(object value, object @default) => value is null or "" or EmptyScriptObject ? @default : value;

    public static int Size(TemplateContext context, ScriptNode caller, object value) => value switch
    {
        null => 0,
        string text => text.Length,
        IScriptObject members => members.Count,
        IEnumerable list => Enumeration.Count(context, caller, list),
        _ => Members.Names(context, value).Count(),
    };

    public static ScriptArray Keys(TemplateContext context, object value) =>
        value is null ? [] : new ScriptArray(Members.Names(context, value));

    public static ScriptArray Values(TemplateContext context, ScriptNode caller, object value) =>
        value is null ? [] : new ScriptArray(Members.Names(context, value).Select(x => Members.Get(context, caller, value, x)));

    public static bool HasKey(TemplateContext context, object value, string key) =>
        value is not null && Members.Names(context, value).Contains(key);

    public static bool HasValue(TemplateContext context, ScriptNode caller, object value, string key) =>
        HasKey(context, value, key) && Members.Get(context, caller, value, key) is not null;

    public static string Typeof(object value) => value switch
    {
        null => null,
        string => "string",
        bool => "boolean",
        IScriptCustomFunction => "function",
        DateTime => "date",
        TimeSpan => "timespan",
        IScriptObject or IDictionary => "object",
        IEnumerable => "array",
        _ => Numbers.IsNumber(value) ? "number" : "object",
    };

    /// <summary>Evaluates text as an expression with the names of where it stands.</summary>
    public static object Eval(TemplateContext context, ScriptNode caller, string value) =>
        Within(caller, value, ScriptMode.ScriptOnly, x => x.EvaluateWithin(context));

    public static object EvalTemplate(TemplateContext context, ScriptNode caller, string value) =>
        Within(caller, value, ScriptMode.Default, x => x.RenderWithin(context));

    private static object Within(ScriptNode caller, string text, ScriptMode mode, Func<Template, object> run)
    {
        if (text is null)
            return null;

        var template = Template.Parse(text, lexerOptions: new LexerOptions { Mode = mode });
        if (template.HasErrors)
            throw caller.Error($"`{caller.Text}` cannot be parsed:\n{template.Messages}");
        return run(template);
    }
}
