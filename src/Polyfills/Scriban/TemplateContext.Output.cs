using System;
using System.Text;
using Scriban.Parsing;

namespace Scriban;

public partial class TemplateContext
{
    private StringBuilder _output = new();

    public virtual TemplateContext Write(SourceSpan span, object textAsObject) =>
        textAsObject is null ? this : Write(ObjectToString(textAsObject));

    public TemplateContext Write(string text)
    {
        if (EnableOutput && !string.IsNullOrEmpty(text))
        {
            Charge(CurrentOrNothing, text.Length);
            _output.Append(text);
        }

        return this;
    }

    /// <summary>What is written meanwhile, which goes nowhere else.</summary>
    internal string Capture(Action write)
    {
        var outer = _output;
        var wasEnabled = EnableOutput;
        _output = new StringBuilder();
        EnableOutput = true;
        try
        {
            write();
            return _output.ToString();
        }
        finally
        {
            _output = outer;
            EnableOutput = wasEnabled;
        }
    }

    /// <summary>Begins a rendering: what an earlier one counted, or left behind when it failed, is forgotten.</summary>
    internal void Begin()
    {
        Flow = Syntax.FlowState.None;
        _loops = 0;
        _calling = 0;
        _evaluations = 0;
        _characters = 0;
        Cycles.Clear();
        _current = null;
        _scopes.RemoveRange(1, _scopes.Count - 1);
        _calls.Clear();
        _calls.Push(0);
    }
}
