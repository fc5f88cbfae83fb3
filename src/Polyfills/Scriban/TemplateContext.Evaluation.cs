using System;
using System.Collections;
using System.Runtime.CompilerServices;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban;

public partial class TemplateContext
{
    // What no sensible template needs: it ends those that call themselves exponentially often, which no other limit does.
    private const int MostEvaluations = 10_000_000;

    // In lengths of the longest value: all text that a template may make, kept or not.
    private const int MostValues = 64;

    private int _loops;
    private int _calling;
    private int _evaluations;
    private long _characters;
    private ScriptNode _current;

    internal FlowState Flow { get; set; }

    internal int LoopSteps { get; set; }

    internal bool IsInLoop => _loops > 0;

    /// <summary>The node being evaluated, to blame for an error that has no better place.</summary>
    internal ScriptNode CurrentOrNothing => _current ?? new NopStatement();

    public void CheckAbort()
    {
        if (CancellationToken.IsCancellationRequested)
            throw new ScriptAbortException(CurrentOrNothing.Span, "The template was cancelled.", CancellationToken);
    }

    public object Evaluate(ScriptNode scriptNode)
    {
        if (scriptNode is null)
            return null;

        var outer = _current;
        _current = scriptNode;
        if (++_evaluations > MostEvaluations)
            throw scriptNode.Error($"The template takes more than {MostEvaluations} steps.");
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw scriptNode.Error("The template nests too deeply.");

        var result = scriptNode.Evaluate(this);
        _current = outer;
        return result;
    }

    public void EnterRecursive(ScriptNode node)
    {
        _calling++;
        if (RecursiveLimit > 0 && _calling > RecursiveLimit)
            throw node.Error($"Exceeding number of recursive depth limit `{RecursiveLimit}` for node: `{node.Text}`");
    }

    public void ExitRecursive(ScriptNode node) => _calling--;

    public virtual bool ToBool(SourceSpan span, object value) => Truth.Of(value);

    public virtual int ToInt(SourceSpan span, object value) => (int)ToObject(span, value, typeof(int));

    public virtual object ToObject(SourceSpan span, object value, Type destinationType) =>
        Conversion.To(this, span, value, destinationType);

    public virtual string ObjectToString(object value, bool nested = false) => value switch
    {
        string text when !nested => text,
        _ => new Printer(this).Print(value, nested),
    };

    /// <summary>Runs something that recurses without evaluating nodes.</summary>
    internal object Nested(ScriptNode node, Func<object> run)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw node.Error("A value nests too deeply.");
        if (++_evaluations > MostEvaluations)
            throw node.Error($"The template takes more than {MostEvaluations} steps.");

        return run();
    }

    internal void CheckLength(ScriptNode node, long length)
    {
        if (LimitToString > 0 && length > LimitToString)
            throw node.Error($"A text of {length} characters is longer than the limit of {LimitToString}.");
    }

    /// <summary>Counts the text that was made, which is returned, against all that may be made.</summary>
    internal string Charged(ScriptNode node, string text)
    {
        CheckLength(node, text.Length);
        Charge(node, text.Length);
        return text;
    }

    private void Charge(ScriptNode node, int length)
    {
        var limit = (long)LimitToString * MostValues;
        _characters += length;
        if (limit > 0 && _characters > limit)
            throw node.Error($"The template makes more than {limit} characters of text.");
    }

    /// <summary>Counts what a function returned: its characters, or the room that its items take.</summary>
    internal object Bounded(ScriptNode node, object result)
    {
        if (result is string text)
            Charged(node, text);
        else if (result is ScriptArray list and ICollection)
            _evaluations += list.Count;
        return result;
    }
}
