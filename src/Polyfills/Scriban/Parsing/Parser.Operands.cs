using System.Collections.Generic;
using Scriban.Syntax;

namespace Scriban.Parsing;

internal sealed partial class Parser
{
    /// <summary>A value with the members, indexes and arguments in parentheses that follow it without white space.</summary>
    private ScriptExpression Postfix()
    {
        var first = Current;
        var result = Primary();
        while (result is not null)
        {
            var more = More(first, result);
            if (more is null)
                break;
            result = more;
        }

        return result;
    }

    private ScriptExpression More(Token first, ScriptExpression target)
    {
        if (Current.Is(".") || Current.Is("?."))
            return Member(first, target);
        if (Current.Is("[") && !Current.HasSpaceBefore)
            return Index(first, target);
        if (Current.Is("(") && !Current.HasSpaceBefore && target is IVariablePath)
            return Finish(new CallExpression(target, Arguments()), first);

        return null;
    }

    private ScriptExpression Member(Token first, ScriptExpression target)
    {
        var isConditional = Take().Text == "?.";
        var name = Current;
        if (name.Kind != TokenKind.Identifier)
        {
            Error(SyntaxForm.Member, name.Span, $"Expecting a name instead of `{name}`");
            return target;
        }

        Take();
        if (name.Text == "empty" && Current.Is("?") && !Current.HasSpaceBefore)
        {
            Take();
            return Finish(new IsEmptyExpression(target), first);
        }

        return Finish(new MemberExpression(target, name, isConditional), first);
    }

    private IndexerExpression Index(Token first, ScriptExpression target)
    {
        Take();
        var outer = Relax();
        SkipNewLines();
        var index = Expect(SyntaxForm.Indexer, Expression());
        Restore(outer);
        Close("]", SyntaxForm.Indexer);
        return Finish(new IndexerExpression(target, index), first);
    }

    private ScriptExpression Primary()
    {
        var first = Current;
        return first.Kind switch
        {
            TokenKind.Number or TokenKind.Text => Literal(Take().Value, first),
            TokenKind.Interpolated => Interpolated(Take()),
            TokenKind.Local => Local(Take()),
            TokenKind.Identifier => Name(first),
            TokenKind.Operator when first.Text == "(" => Parenthesis(),
            TokenKind.Operator when first.Text == "[" => Array(),
            TokenKind.Operator when first.Text == "{" => Object(),
            _ => null,
        };
    }

    private LiteralExpression Literal(object value, Token first) => Finish(new LiteralExpression(value), first);

    private LocalExpression Local(Token first) => Finish(new LocalExpression(first.Text), first);

    private ScriptExpression Name(Token first)
    {
        if (IsKeyword(first))
            return null;

        Take();
        return first.Text switch
        {
            "true" => Literal(true, first),
            "false" => Literal(false, first),
            "null" => Literal(null, first),
            "this" => Finish(new ThisExpression(), first),
            "do" => FunctionBody(first),
            _ => Finish(new VariableExpression(first.Text), first),
        };
    }

    private NestedExpression Parenthesis()
    {
        var first = Take();
        var outer = Relax();
        SkipNewLines();
        var inner = Expect(SyntaxForm.Nested, Expression());
        Restore(outer);
        Close(")", SyntaxForm.Nested);
        return Finish(new NestedExpression(inner), first);
    }

    private ArrayExpression Array()
    {
        var first = Take();
        var items = new List<ScriptExpression>();
        var outer = Relax();
        SkipNewLines();
        while (!Current.Is("]") && !IsEndOfStatement())
        {
            items.Add(Expect(SyntaxForm.Array, Expression()));
            SkipNewLines();
            if (!TryTake(","))
                break;
            SkipNewLines();
        }

        Restore(outer);
        Close("]", SyntaxForm.Array);
        return Finish(new ArrayExpression(items), first);
    }

    private ObjectExpression Object()
    {
        var first = Take();
        var members = new List<(string, ScriptExpression)>();
        var outer = Relax();
        SkipNewLines();
        while (Current.Kind is TokenKind.Identifier or TokenKind.Text)
        {
            var name = Take();
            SkipNewLines();
            if (!TryTake(":"))
                Error(SyntaxForm.Object, Current.Span, $"Expecting `:` instead of `{Current}`");
            SkipNewLines();
            members.Add((name.Value as string ?? name.Text, Expect(SyntaxForm.Object, Expression())));
            SkipNewLines();
            if (!TryTake(","))
                break;
            SkipNewLines();
        }

        Restore(outer);
        Close("}", SyntaxForm.Object);
        return Finish(new ObjectExpression(members), first);
    }

    private InterpolatedExpression Interpolated(Token first)
    {
        var parts = new List<ScriptExpression>();
        foreach (var part in (List<TextPart>)first.Value)
            parts.Add(part.Text is not null ? Literal(part.Text, first) : Part(part));
        return Finish(new InterpolatedExpression(parts), first);
    }

    private ScriptExpression Part(TextPart part)
    {
        Enter();
        var tokens = new Lexer(_source, _messages, part, scriptOnly: true).Read();
        var inner = new Parser(_source, _messages, Options, tokens) { _depth = _depth };
        var result = inner.Expect(SyntaxForm.Interpolated, inner.Expression());
        inner.EndStatement();
        Leave();
        return result;
    }
}
