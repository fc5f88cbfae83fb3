using System.Collections.Generic;
using Scriban.Syntax;

namespace Scriban.Parsing;

internal sealed partial class Parser
{
    private IfStatement If()
    {
        var first = Take();
        var branches = new List<(ScriptExpression, ScriptBlockStatement)> { Branch() };
        while (Current.IsWord("else"))
        {
            Take();
            if (Current.IsWord("if"))
            {
                Take();
                branches.Add(Branch());
                continue;
            }

            EndStatement();
            branches.Add((null, Block(() => Current.IsWord("end"))));
            break;
        }

        TakeEnd(SyntaxForm.If);
        return Finish(new IfStatement(branches), first);
    }

    private (ScriptExpression Condition, ScriptBlockStatement Body) Branch()
    {
        var condition = Expect(SyntaxForm.If, Expression());
        EndStatement();
        return (condition, Block(IsBranch));
    }

    private CaseStatement Case()
    {
        var first = Take();
        var subject = Expect(SyntaxForm.Case, Expression());
        EndStatement();
        SkipCaseHead();
        var branches = new List<(IReadOnlyList<ScriptExpression>, ScriptBlockStatement)>();
        while (Current.IsWord("when"))
        {
            Take();
            var values = Values();
            EndStatement();
            branches.Add((values, Block(IsCaseBranch)));
        }

        if (Current.IsWord("else"))
        {
            Take();
            EndStatement();
            branches.Add((null, Block(() => Current.IsWord("end"))));
        }

        TakeEnd(SyntaxForm.Case);
        return Finish(new CaseStatement(subject, branches), first);
    }

    // Between `case` and its first `when` only white space may stand.
    private void SkipCaseHead()
    {
        while (SkipSeparator() || SkipBlankText())
        {
        }

        if (IsCaseBranch() || Current.Kind == TokenKind.EndOfFile)
            return;

        Error(SyntaxForm.Case, Current.Span, $"Expecting a <when> statement instead of `{Current}`");
        Block(IsCaseBranch);
    }

    private bool SkipBlankText()
    {
        var isBlank = Current.Kind == TokenKind.Raw && string.IsNullOrWhiteSpace(Current.Text);
        if (isBlank)
            Take();
        return isBlank;
    }

    private List<ScriptExpression> Values()
    {
        var values = new List<ScriptExpression>();
        do
            values.Add(Expect(SyntaxForm.When, Binary(AboveOr)));
        while (TryTake(",") || TryTake("||"));
        return values;
    }
}
