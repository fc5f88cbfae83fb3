using System;
using System.Collections.Generic;
using System.Linq;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban;

public partial class TemplateContext
{
    // The innermost last; a call's scope hides nothing but the names that it sets.
    private readonly List<LocalScope> _scopes = [new(new ScriptArguments([]), null)];
    private readonly Stack<int> _calls = new([0]);

    /// <summary>The scope of the running call, which holds its arguments.</summary>
    internal LocalScope Locals => _scopes[_calls.Peek()];

    internal bool TryGetVariableValue(VariableExpression variable, out object value)
    {
        for (var i = _scopes.Count - 1; i >= 0; i--)
        {
            if (_scopes[i].TryGet(variable.Name, out value))
                return true;
        }

        foreach (var global in _globals)
        {
            if (global.TryGetValue(this, variable.Span, variable.Name, out value))
                return true;
        }

        return BuiltinObject.TryGetValue(this, variable.Span, variable.Name, out value);
    }

    internal void SetVariable(VariableExpression variable, object value)
    {
        if (_scopes.LastOrDefault(x => x.Contains(variable.Name)) is { } scope)
            scope.Set(variable.Name, value);
        else if (_globals.Any(x => x.Contains(variable.Name) && !x.CanWrite(variable.Name))
            || !CurrentGlobal.TrySetValue(this, variable.Span, variable.Name, value, readOnly: false))
            throw variable.Error($"Cannot set value on the readonly variable `{variable.Name}`");
    }

    internal void PushLocals(LocalScope scope)
    {
        _calls.Push(_scopes.Count);
        _scopes.Add(scope);
    }

    internal void PopLocals()
    {
        _calls.Pop();
        _scopes.RemoveAt(_scopes.Count - 1);
    }

    internal Loop EnterLoop(ScriptNode statement)
    {
        _loops++;
        LoopSteps = _loops == 1 ? 0 : LoopSteps;
        var scope = new LocalScope(Locals.Arguments, Locals.Block);
        _scopes.Add(scope);
        return new Loop(this, statement, scope);
    }

    internal void ExitLoop()
    {
        _loops--;
        _scopes.RemoveAt(_scopes.Count - 1);
    }

    /// <summary>Renders the block that is being wrapped, with the names of where it stands.</summary>
    internal object EvaluateBlock(ScriptBlockStatement block)
    {
        Evaluate(block);
        return null;
    }
}
