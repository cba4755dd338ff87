using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OcppDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class TransactionLookups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Transactions_StartStamp",
                table: "Transactions",
                columns: new[] { "ChargePointKey", "StartStamp" },
                filter: "\"StartStamp\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Transactions_WireId",
                table: "Transactions",
                columns: new[] { "ChargePointKey", "WireId" },
                filter: "\"WireId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Transactions_StartStamp",
                table: "Transactions");

            migrationBuilder.DropIndex(
                name: "IX_Transactions_WireId",
                table: "Transactions");
        }
    }
}
