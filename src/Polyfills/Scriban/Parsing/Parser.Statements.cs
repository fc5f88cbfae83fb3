using Scriban.Syntax;

namespace Scriban.Parsing;

internal sealed partial class Parser
{
    private ScriptStatement Statement()
    {
        var first = Current;
        if (first.Kind == TokenKind.Raw)
            return Finish(new RawStatement(Take().Text), first);

        var statement = first.Kind == TokenKind.Identifier && !IsLoopVariable() ? KeywordStatement(first) : null;
        statement ??= Plain();
        if (statement is { Source: null })
            Finish(statement, first);
        EndStatement();
        return statement;
    }

    // `for.index` reads a variable of the loop where `for` would begin one.
    private bool IsLoopVariable() => Next.Is(".") || Next.Is("?.");

    private ScriptStatement KeywordStatement(Token first) => first.Text switch
    {
        "if" => If(),
        "for" => For(),
        "tablerow" => TableRow(),
        "while" => While(),
        "case" => Case(),
        "func" => Function(),
        "capture" => Capture(),
        "with" => With(),
        "wrap" => Wrap(),
        "readonly" => ReadOnly(),
        "import" => Import(),
        "ret" => Return(),
        "break" => Jump(FlowState.Break),
        "continue" => Jump(FlowState.Continue),
        "end" or "else" or "when" => Stray(first),
        _ => null,
    };

    private NopStatement Stray(Token first)
    {
        Error(first.Span, $"Unexpected <{first.Text}> statement, which belongs to no statement before it.");
        Take();
        SkipStatement();
        return Finish(new NopStatement(), first);
    }

    private JumpStatement Jump(FlowState flow)
    {
        var first = Take();
        return Finish(new JumpStatement(flow), first);
    }

    private ReturnStatement Return()
    {
        var first = Take();
        var value = IsEndOfStatement() ? null : Expression();
        return Finish(new ReturnStatement(value), first);
    }

    private ReadOnlyStatement ReadOnly()
    {
        var first = Take();
        var variable = Expect(SyntaxForm.ReadOnly, Expression()) as VariableExpression;
        if (variable is null)
            Error(SyntaxForm.ReadOnly, first.Span, "Expecting a variable");
        return Finish(new ReadOnlyStatement(variable), first);
    }

    private ImportStatement Import()
    {
        var first = Take();
        return Finish(new ImportStatement(Expect(SyntaxForm.Import, Expression())), first);
    }

    private CaptureStatement Capture()
    {
        var first = Take();
        var target = Expect(SyntaxForm.Capture, Operand()) as IVariablePath;
        if (target is null)
            Error(SyntaxForm.Capture, first.Span, "Expecting a variable");
        EndStatement();
        return Finish(new CaptureStatement(target, BlockToEnd(SyntaxForm.Capture)), first);
    }

    private WithStatement With()
    {
        var first = Take();
        var target = Expect(SyntaxForm.With, Expression());
        EndStatement();
        return Finish(new WithStatement(target, BlockToEnd(SyntaxForm.With)), first);
    }

    private WrapStatement Wrap()
    {
        var first = Take();
        var target = Expect(SyntaxForm.Wrap, Operand());
        EndStatement();
        return Finish(new WrapStatement(target, BlockToEnd(SyntaxForm.Wrap)), first);
    }

    private ScriptStatement Plain()
    {
        var first = Current;
        var isIndented = _isIndented;
        var expression = Expression();
        if (expression is null)
        {
            Error(first.Span, $"Unexpected token `{first}` where a statement or an expression is expected.");
            Take();
            SkipStatement();
            return null;
        }

        return Assignment(first, expression) ?? Finish(new ExpressionStatement(expression, isIndented), first);
    }

    private ScriptStatement Assignment(Token first, ScriptExpression target)
    {
        var op = Current.Text;
        if (Current.Kind != TokenKind.Operator || op is not ("=" or "+=" or "-=" or "*=" or "/=" or "//=" or "%="))
            return null;

        if (target is CallExpression call && op == "=")
            return InlineFunction(first, call);
        Take();
        SkipNewLines();
        var value = Expect(SyntaxForm.Assign, Expression());
        if (target is IVariablePath path)
            return Finish(new AssignStatement(path, op == "=" ? null : op[..^1], value), first);

        Error(SyntaxForm.Assign, target.Span, $"`{target.Text}` cannot be assigned");
        return null;
    }
}
