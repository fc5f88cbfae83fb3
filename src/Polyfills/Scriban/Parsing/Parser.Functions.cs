using System.Collections.Generic;
using Scriban.Syntax;

namespace Scriban.Parsing;

internal sealed partial class Parser
{
    private FunctionStatement Function()
    {
        var first = Take();
        var name = Current;
        if (name.Kind is not (TokenKind.Identifier or TokenKind.Local))
        {
            Error(SyntaxForm.Function, first.Span, $"Expecting a name instead of `{name}`");
            SkipStatement();
        }

        var target = Primary() as IVariablePath;
        var function = FunctionBody(first);
        return Finish(new FunctionStatement(target, function), first);
    }

    /// <summary>Parameters, if any, and the body, after <c>func name</c> or <c>do</c>.</summary>
    private FunctionExpression FunctionBody(Token first)
    {
        var parameters = Current.Is("(") ? Parameters() : [];
        EndStatement();
        var outer = Relax();
        var body = BlockToEnd(SyntaxForm.Function);
        Restore(outer);
        return Finish(new FunctionExpression(parameters, body), first);
    }

    private List<FunctionParameter> Parameters()
    {
        Take();
        var parameters = new List<FunctionParameter>();
        SkipNewLines();
        while (Current.Kind == TokenKind.Identifier)
        {
            var name = Take().Text;
            var isRest = TryTake("...");
            var value = TryTake("=") ? Expect(SyntaxForm.Function, Binary(0)) : null;
            parameters.Add(new FunctionParameter(name, value, isRest));
            SkipNewLines();
            if (!TryTake(","))
                break;
            SkipNewLines();
        }

        if (!TryTake(")"))
            Error(SyntaxForm.Function, Current.Span, $"Expecting a parameter or `)` instead of `{Current}`");
        return parameters;
    }

    /// <summary><c>name(x, y) = expression</c>, of which the part before the equals sign was read as a call.</summary>
    private FunctionStatement InlineFunction(Token first, CallExpression call)
    {
        Take();
        SkipNewLines();
        var body = Expect(SyntaxForm.Function, Expression());
        var parameters = new List<FunctionParameter>();
        foreach (var argument in call.Arguments)
        {
            if (argument.Name is null && argument.Value is VariableExpression variable)
                parameters.Add(new FunctionParameter(variable.Name, null, false));
            else
                Error(SyntaxForm.Function, argument.Value.Span, "Expecting a parameter");
        }

        if (call.Target is not VariableExpression)
            Error(SyntaxForm.Function, first.Span, "Expecting a name");
        var function = Finish(new FunctionExpression(parameters, body), first);
        return Finish(new FunctionStatement(call.Target as IVariablePath, function), first);
    }
}
