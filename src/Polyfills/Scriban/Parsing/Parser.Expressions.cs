using Scriban.Syntax;

namespace Scriban.Parsing;

internal sealed partial class Parser
{
    private const int AboveOr = 3;

    private bool _isThenValue;

    /// <summary>An expression with its pipes; null, and nothing taken, where none begins.</summary>
    private ScriptExpression Expression()
    {
        var first = Current;
        var left = Conditional();
        while (left is not null && TryTakePipe())
        {
            SkipNewLines();
            left = Finish(new PipeExpression(left, Expect(SyntaxForm.Pipe, Operand())), first);
        }

        return left;
    }

    // A pipe may begin the next line.
    private bool TryTakePipe()
    {
        var start = _at;
        SkipNewLines();
        if (TryTake("|") || TryTake("|>"))
            return true;

        _at = start;
        return false;
    }

    private ScriptExpression Conditional()
    {
        var first = Current;
        var condition = Binary(0);
        if (condition is null || !TryTake("?"))
            return condition;

        var outer = _isThenValue;
        _isThenValue = true;
        SkipNewLines();
        var then = Expect(SyntaxForm.Conditional, Nested());
        _isThenValue = outer;
        SkipNewLines();
        if (!TryTake(":"))
            Error(SyntaxForm.Conditional, Current.Span, $"Expecting `:` instead of `{Current}`");
        SkipNewLines();
        return Finish(new ConditionalExpression(condition, then, Expect(SyntaxForm.Conditional, Nested())), first);
    }

    private ScriptExpression Nested()
    {
        Enter();
        var result = Conditional();
        Leave();
        return result;
    }

    private ScriptExpression Binary(int above)
    {
        var first = Current;
        var left = Operand();
        while (left is not null && Precedence(Current) is var precedence && precedence > above)
        {
            var op = Take();
            SkipNewLines();
            var right = Binary(precedence);
            if (right is null)
            {
                Error(
                    SyntaxForm.Binary,
                    Current.Span,
                    $"Expecting an <expression> to the right of the operator instead of `{Current}`");
                return left;
            }

            left = Finish(new BinaryExpression(op.Text, left, right), first);
        }

        return left;
    }

    private static int Precedence(Token token) => token.Kind != TokenKind.Operator ? 0 : token.Text switch
    {
        "??" or "?!" => 1,
        "||" => 2,
        "&&" => AboveOr,
        "==" or "!=" => 4,
        "<" or "<=" or ">" or ">=" => 5,
        ".." or "..<" => 6,
        "<<" or ">>" => 7,
        "+" or "-" => 8,
        "*" or "/" or "//" or "%" => 9,
        _ => 0,
    };

    /// <summary>A unary operator with its operand, or something with the arguments that follow it.</summary>
    private ScriptExpression Operand()
    {
        Enter();
        var first = Current;
        var result = first.Is("-") || first.Is("+") || first.Is("!") || first.Is("@") ? Unary() : Call();
        Leave();
        return result;
    }

    private ScriptExpression Unary()
    {
        var first = Take();
        if (first.Text == "@")
            return Finish(new AliasExpression(Expect(SyntaxForm.Unary, Postfix())), first);

        return Finish(new UnaryExpression(first.Text, Expect(SyntaxForm.Unary, Operand())), first);
    }

    private ScriptExpression Expect(SyntaxForm form, ScriptExpression expression)
    {
        if (expression is not null)
            return expression;

        Error(form, Current.Span, $"Expecting an <expression> instead of `{Current}`");
        SkipStatement();
        return new LiteralExpression(null);
    }
}
