using System;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban;

public class Template
{
    private readonly ScriptBlockStatement _body;

    private Template(SourceText source, ParserOptions parserOptions, bool scriptOnly)
    {
        SourceFilePath = source.Path;
        _body = new Parser(source, Messages, parserOptions, scriptOnly).Page();
    }

    public string SourceFilePath { get; }

    public LogMessageBag Messages { get; } = new();

    public bool HasErrors => Messages.HasErrors;

    public static Template Parse(
        string text, string sourceFilePath = null, ParserOptions parserOptions = null, LexerOptions lexerOptions = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var mode = (lexerOptions ?? LexerOptions.Default).Mode;
        if (mode is ScriptMode.FrontMatterOnly or ScriptMode.FrontMatterAndContent)
            throw new NotSupportedException("Front matter is not supported by this implementation of Scriban.");

        return new Template(
            new SourceText(text, sourceFilePath ?? "<input>"),
            parserOptions ?? ParserOptions.Default,
            mode == ScriptMode.ScriptOnly);
    }

    public static Template ParseLiquid(
        string text, string sourceFilePath = null, ParserOptions parserOptions = null, LexerOptions lexerOptions = null) =>
        throw new NotSupportedException("The Liquid language is not supported by this implementation of Scriban.");

    public static object Evaluate(string expression, TemplateContext context) => OfScript(expression).Evaluate(context);

    public static object Evaluate(
        string expression, object model, MemberRenamerDelegate memberRenamer = null, MemberFilterDelegate memberFilter = null) =>
        OfScript(expression).Evaluate(model, memberRenamer, memberFilter);

    public string Render(TemplateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        CheckErrors();
        context.Begin();
        return context.Capture(() => context.Evaluate(_body));
    }

    public string Render(
        object model = null, MemberRenamerDelegate memberRenamer = null, MemberFilterDelegate memberFilter = null) =>
        Render(ContextOf(model, memberRenamer, memberFilter));

    public object Evaluate(TemplateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        CheckErrors();
        context.Begin();
        object result = null;
        context.Capture(() => result = EvaluateSilently(context));
        return result;
    }

    public object Evaluate(
        object model = null, MemberRenamerDelegate memberRenamer = null, MemberFilterDelegate memberFilter = null) =>
        Evaluate(ContextOf(model, memberRenamer, memberFilter));

    /// <summary>Renders it within another rendering.</summary>
    internal string RenderWithin(TemplateContext context)
    {
        CheckErrors();
        var text = context.Capture(() => context.Evaluate(_body));
        context.Flow = FlowState.None;
        return text;
    }

    /// <summary>The value of it as an expression within another rendering.</summary>
    internal object EvaluateWithin(TemplateContext context)
    {
        CheckErrors();
        object result = null;
        context.Capture(() => result = EvaluateSilently(context));
        context.Flow = FlowState.None;
        return result;
    }

    private static Template OfScript(string expression) =>
        Parse(expression, lexerOptions: new LexerOptions { Mode = ScriptMode.ScriptOnly });

    private static TemplateContext ContextOf(object model, MemberRenamerDelegate renamer, MemberFilterDelegate filter)
    {
        var members = new ScriptObject();
        members.Import(model, filter, renamer);
        var context = new TemplateContext { MemberRenamer = renamer ?? StandardMemberRenamer.Default, MemberFilter = filter };
        context.PushGlobal(members);
        return context;
    }

    private object EvaluateSilently(TemplateContext context)
    {
        context.EnableOutput = false;
        return context.Evaluate(_body);
    }

    private void CheckErrors()
    {
        if (HasErrors)
            throw new InvalidOperationException($"This template has errors, which its messages say:\n{Messages}");
    }
}
