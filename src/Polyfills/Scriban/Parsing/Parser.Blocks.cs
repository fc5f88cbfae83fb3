using System;
using System.Collections.Generic;
using Scriban.Syntax;

namespace Scriban.Parsing;

internal sealed partial class Parser
{
    /// <summary>Statements up to a word that ends or continues the block, which is not taken.</summary>
    private ScriptBlockStatement Block(Func<bool> isEnd)
    {
        Enter();
        var first = Current;
        var statements = new List<ScriptStatement>();
        while (Current.Kind != TokenKind.EndOfFile)
        {
            if (SkipSeparator())
                continue;
            if (isEnd())
                break;
            if (Statement() is { } statement)
                statements.Add(statement);
        }

        Leave();
        return Finish(new ScriptBlockStatement(statements), first);
    }

    private bool SkipSeparator()
    {
        if (Current.Kind is not (TokenKind.Enter or TokenKind.Exit or TokenKind.NewLine) && !Current.Is(";"))
            return false;

        _isIndented = Current.Kind == TokenKind.Enter ? Current.IsIndented : _isIndented;
        Take();
        return true;
    }

    /// <summary>The block of a statement, and its end.</summary>
    private ScriptBlockStatement BlockToEnd(SyntaxForm form)
    {
        var block = Block(() => Current.IsWord("end"));
        TakeEnd(form);
        return block;
    }

    private void TakeEnd(SyntaxForm form)
    {
        if (Current.IsWord("end"))
            Take();
        else
            Error(form, Previous.Span, "The <end> statement was not found");
    }

    private bool IsBranch() => Current.IsWord("end") || Current.IsWord("else");

    private bool IsCaseBranch() => IsBranch() || Current.IsWord("when");

    private bool IsEndOfStatement() =>
        Current.Kind is TokenKind.Exit or TokenKind.NewLine or TokenKind.EndOfFile or TokenKind.Raw || Current.Is(";");

    private void EndStatement()
    {
        if (IsEndOfStatement())
            return;

        Error(Current.Span, $"Invalid token found `{Current}`. Expecting <EOL>/end of line.");
        SkipStatement();
    }

    private void SkipStatement()
    {
        while (!IsEndOfStatement())
            Take();
    }

    private void SkipNewLines()
    {
        while (Current.Kind == TokenKind.NewLine)
            Take();
    }
}
