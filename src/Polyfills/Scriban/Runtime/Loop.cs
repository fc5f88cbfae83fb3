using System;
using Scriban.Syntax;

namespace Scriban.Runtime;

/// <summary>A loop that is running.</summary>
internal sealed class Loop(TemplateContext context, ScriptNode statement, LocalScope scope) : IDisposable
{
    public LocalScope Scope => scope;

    /// <summary>Counts an iteration, together with those of the loops around and within it.</summary>
    public void Step()
    {
        context.CheckAbort();
        context.LoopSteps++;
        if (context.LoopLimit > 0 && context.LoopSteps > context.LoopLimit)
            throw statement.Error($"Exceeding number of iteration limit `{context.LoopLimit}` for loop statement.");
    }

    /// <summary>Whether the body broke off or returned; what it continued is continued.</summary>
    public bool IsLeft()
    {
        var flow = context.Flow;
        if (flow is FlowState.Break or FlowState.Continue)
            context.Flow = FlowState.None;
        return flow is FlowState.Break or FlowState.Return;
    }

    public void Dispose() => context.ExitLoop();
}
