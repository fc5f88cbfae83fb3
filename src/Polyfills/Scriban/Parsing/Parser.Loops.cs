using System.Linq;
using Scriban.Syntax;

namespace Scriban.Parsing;

internal sealed partial class Parser
{
    private static readonly string[] LoopWords = ["offset", "limit", "cols", "reversed"];

    private bool _isLoopHeader;

    private ForStatement For()
    {
        var first = Take();
        var header = Header(SyntaxForm.For, first);
        var body = Block(IsBranch);
        ScriptBlockStatement otherwise = null;
        if (Current.IsWord("else"))
        {
            Take();
            EndStatement();
            otherwise = Block(() => Current.IsWord("end"));
        }

        TakeEnd(SyntaxForm.For);
        return Finish(new ForStatement(header, body, otherwise), first);
    }

    private TableRowStatement TableRow()
    {
        var first = Take();
        var header = Header(SyntaxForm.TableRow, first);
        return Finish(new TableRowStatement(header, BlockToEnd(SyntaxForm.TableRow)), first);
    }

    private WhileStatement While()
    {
        var first = Take();
        var condition = Expect(SyntaxForm.While, Expression());
        EndStatement();
        return Finish(new WhileStatement(condition, BlockToEnd(SyntaxForm.While)), first);
    }

    private LoopHeader Header(SyntaxForm form, Token first)
    {
        var variable = Current;
        if (variable.Kind != TokenKind.Identifier)
        {
            Error(form, first.Span, $"Expecting a variable instead of `{variable}`");
            SkipStatement();
            return new LoopHeader(string.Empty, null);
        }

        Take();
        if (!Current.IsWord("in"))
        {
            Error(form, first.Span, $"Expecting 'in' word instead of `{Current}`");
            SkipStatement();
            return new LoopHeader(variable.Text, null);
        }

        Take();
        _isLoopHeader = true;
        var header = new LoopHeader(variable.Text, Expect(form, Expression()));
        while (IsLoopWord(Current))
            ReadOption(form, header);
        _isLoopHeader = false;
        EndStatement();
        return header;
    }

    private void ReadOption(SyntaxForm form, LoopHeader header)
    {
        var option = Take();
        if (option.Text == "reversed")
        {
            header.IsReversed = true;
            return;
        }

        if (!TryTake(":"))
            Error(form, option.Span, $"Expecting `:` after `{option}`");
        var value = Expect(form, Binary(0));
        if (option.Text == "offset")
            header.Offset = value;
        else if (option.Text == "limit")
            header.Limit = value;
        else
            header.ColumnCount = value;
    }

    private bool IsLoopWord(Token token) =>
        _isLoopHeader && token.Kind == TokenKind.Identifier && LoopWords.Contains(token.Text);
}
