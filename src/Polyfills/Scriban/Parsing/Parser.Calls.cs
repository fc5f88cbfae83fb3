using System.Collections.Generic;
using System.Linq;
using Scriban.Syntax;

namespace Scriban.Parsing;

internal sealed partial class Parser
{
    private static readonly string[] Keywords =
    [
        "if", "else", "end", "for", "tablerow", "while", "case", "when", "func", "do", "capture", "with", "wrap", "readonly",
        "import", "ret", "break", "continue", "in",
    ];

    // Within an argument a name takes no arguments: `f a b` has two, and `f (a b)` has one.
    private bool _isArgument;

    /// <summary>Something with the arguments that follow it on its line, separated by white space.</summary>
    private ScriptExpression Call()
    {
        var first = Current;
        var target = Postfix();
        if (target is not IVariablePath || _isArgument || !IsArgument())
            return target;

        var arguments = new List<NamedArgument>();
        while (IsArgument())
            arguments.Add(Argument(SyntaxForm.Call));
        return Finish(new CallExpression(target, arguments), first);
    }

    private bool IsArgument() => Current.Kind switch
    {
        TokenKind.Identifier => !IsLoopWord(Current) && !IsKeyword(Current),
        TokenKind.Local or TokenKind.Number or TokenKind.Text or TokenKind.Interpolated => true,
        TokenKind.Operator => Current.Text is "(" or "[" or "{" or "@" or "!",
        _ => false,
    };

    private bool IsKeyword(Token token) => Keywords.Contains(token.Text) && token.Text != "do" && !IsLoopValue();

    private bool IsLoopValue() => Current.Text is "for" or "while" or "tablerow" && IsLoopVariable();

    private NamedArgument Argument(SyntaxForm form)
    {
        string name = null;
        if (Current.Kind == TokenKind.Identifier && Next.Is(":") && !_isThenValue)
        {
            name = Take().Text;
            Take();
        }

        var outer = _isArgument;
        _isArgument = true;
        var value = Expect(form, Binary(0));
        _isArgument = outer;
        return new NamedArgument(name, value);
    }

    /// <summary>Arguments in parentheses, of which the first is the current token.</summary>
    private List<NamedArgument> Arguments()
    {
        Take();
        var arguments = new List<NamedArgument>();
        var outer = Relax();
        SkipNewLines();
        while (!Current.Is(")") && !IsEndOfStatement())
        {
            arguments.Add(Current.Kind == TokenKind.Identifier && Next.Is(":")
                ? Argument(SyntaxForm.Call)
                : new NamedArgument(null, Expect(SyntaxForm.Call, Expression())));
            SkipNewLines();
            if (!TryTake(","))
                break;
            SkipNewLines();
        }

        Restore(outer);
        Close(")", SyntaxForm.Call);
        return arguments;
    }

    // Within brackets the words and colons of what is outside have no meaning.
    private (bool IsThen, bool IsHeader, bool IsArgument) Relax()
    {
        var outer = (_isThenValue, _isLoopHeader, _isArgument);
        _isThenValue = false;
        _isLoopHeader = false;
        _isArgument = false;
        return outer;
    }

    private void Restore((bool IsThen, bool IsHeader, bool IsArgument) outer) =>
        (_isThenValue, _isLoopHeader, _isArgument) = outer;

    private void Close(string bracket, SyntaxForm form)
    {
        SkipNewLines();
        if (!TryTake(bracket))
            Error(form, Current.Span, $"Expecting `{bracket}` instead of `{Current}`");
    }
}
